package io.tidemark.threshold;

import io.tidemark.history.Growth;
import io.tidemark.history.Window;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Windows over plain lists and merged distributions. */
sealed interface FakeWindow extends Window {

    record OfSamples(List<Sample> samples) implements FakeWindow {

        private DoubleSummaryStatistics summary() {
            return samples.stream().collect(Collectors.summarizingDouble(Sample::value));
        }

        @Override
        public Instant from() {
            return samples.getFirst().at();
        }

        @Override
        public Instant to() {
            return samples.getLast().at();
        }

        @Override
        public long count() {
            return samples.size();
        }

        @Override
        public double avg() {
            return summary().getAverage();
        }

        @Override
        public double min() {
            return summary().getMin();
        }

        @Override
        public double max() {
            return summary().getMax();
        }

        @Override
        public double sum() {
            return summary().getSum();
        }

        @Override
        public double last() {
            return samples.getLast().value();
        }

        @Override
        public double percentile(double percent) {
            List<Double> sorted = samples.stream().map(Sample::value).sorted().toList();
            return sorted.get((int) Math.max(0, Math.ceil(percent / 100 * sorted.size()) - 1));
        }

        @Override
        public double rate() {
            return (last() - samples.getFirst().value()) / (Duration.between(from(), to()).toMillis() / 1e3);
        }

        @Override
        public Optional<Growth> growth() {
            return Growth.of(samples.stream().mapToLong(sample -> sample.at().toEpochMilli()).toArray(),
                    samples.stream().mapToDouble(Sample::value).toArray());
        }
    }

    record OfLatency(Distribution latency, Instant from, Instant to) implements FakeWindow {

        @Override
        public long count() {
            return latency.count();
        }

        @Override
        public double avg() {
            return latency.mean();
        }

        @Override
        public double min() {
            return latency.min();
        }

        @Override
        public double max() {
            return latency.max();
        }

        @Override
        public double percentile(double percent) {
            return latency.percentile(percent);
        }

        @Override
        public double sum() {
            throw new UnsupportedOperationException("not asked of latencies");
        }

        @Override
        public double last() {
            throw new UnsupportedOperationException("not asked of latencies");
        }

        @Override
        public double rate() {
            throw new UnsupportedOperationException("not asked of latencies");
        }

        @Override
        public Optional<Growth> growth() {
            throw new UnsupportedOperationException("not asked of latencies");
        }
    }
}
