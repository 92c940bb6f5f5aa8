package io.tidemark.sampling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides which samplers are read more seldom so that all together stay within a budget. One step doubles or halves an
 * interval, and there is at most one for each sampler at a time. What is slowed comes back only when it fits well below
 * the budget, so that a cost that wavers does not make intervals waver.
 */
final class Slowing {

    /** The longest interval a sampler is slowed to. */
    static final Duration LONGEST = Duration.ofMinutes(1);
    /** Share of the budget that must suffice before anything is restored. */
    static final double ROOM = 0.8;

    private Slowing() {}

    /**
     * The factors from now on, in the order of the loads.
     *
     * @param budget share of one core
     */
    static int[] factors(double budget, List<Load> loads) {
        int[] factors = loads.stream().mapToInt(Load::factor).toArray();
        double used = loads.stream().mapToDouble(Load::share).sum();
        if (used > budget) {
            slow(budget, used, loads, factors);
        } else {
            restore(ROOM * budget, used, loads, factors);
        }
        return factors;
    }

    /** The dearest first. */
    private static void slow(double budget, double used, List<Load> loads, int[] factors) {
        double left = used;
        for (int i : order(loads, Comparator.comparingDouble(Load::share).reversed())) {
            if (left > budget && loads.get(i).canSlow()) {
                factors[i] *= 2;
                left -= loads.get(i).share() / 2;
            }
        }
    }

    /** Those that were slowed most first. */
    private static void restore(double room, double used, List<Load> loads, int[] factors) {
        double taken = used;
        for (int i : order(loads, Comparator.comparingInt(Load::factor).reversed())) {
            Load load = loads.get(i);
            if (load.factor() > 1 && load.fresh() && taken + load.share() <= room) {
                factors[i] /= 2;
                taken += load.share();
            }
        }
    }

    private static List<Integer> order(List<Load> loads, Comparator<Load> by) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, loads.size()).boxed().toList());
        order.sort(Comparator.comparing(loads::get, by));
        return order;
    }

    /**
     * What one sampler costs.
     *
     * @param usual its interval when it is not slowed
     * @param cost processor seconds of one reading
     * @param factor by which its interval is longer now
     * @param optional whether it may be slowed
     * @param fresh whether it was read since its last step
     */
    record Load(Duration usual, double cost, int factor, boolean optional, boolean fresh) {

        /** Of one core, at the interval in force. */
        double share() {
            return cost / (usual.toNanos() / 1e9 * factor);
        }

        boolean canSlow() {
            return optional && fresh && usual.multipliedBy(2L * factor).compareTo(LONGEST) <= 0;
        }
    }
}
