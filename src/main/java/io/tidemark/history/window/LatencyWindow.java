package io.tidemark.history.window;

import io.tidemark.history.Growth;
import io.tidemark.history.Window;
import io.tidemark.metric.Distribution;
import java.time.Instant;
import java.util.Optional;

/**
 * Latencies of several runs merged; what needs an order in time (last, rate, growth) is taken from the runs' means.
 */
record LatencyWindow(Distribution merged, ValueWindow means) implements Window {

    @Override
    public Instant from() {
        return means.from();
    }

    @Override
    public Instant to() {
        return means.to();
    }

    @Override
    public long count() {
        return merged.count();
    }

    @Override
    public double avg() {
        return merged.mean();
    }

    @Override
    public double min() {
        return merged.min();
    }

    @Override
    public double max() {
        return merged.max();
    }

    @Override
    public double sum() {
        return merged.mean() * merged.count();
    }

    @Override
    public double last() {
        return means.last();
    }

    @Override
    public double percentile(double percent) {
        return merged.percentile(percent);
    }

    @Override
    public double rate() {
        return means.rate();
    }

    @Override
    public Optional<Growth> growth() {
        return means.growth();
    }
}
