package io.tidemark.probe.workload;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Numbers whose frequency falls with their rank: number k comes up in proportion to 1/(k+1), as keys of real caches do
 * (Zipf's law with exponent 1; Breslau et al., Web Caching and Zipf-like Distributions, 1999).
 */
final class Zipf {

    private final double[] cumulative;

    /** @param size how many numbers there are, from 0 */
    Zipf(int size) {
        cumulative = new double[size];
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += 1.0 / (k + 1);
            cumulative[k] = sum;
        }
    }

    int next(SplittableRandom random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
        return found < 0 ? -found - 1 : found;
    }
}
