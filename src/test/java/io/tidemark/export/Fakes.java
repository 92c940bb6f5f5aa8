package io.tidemark.export;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Alerts;
import io.tidemark.alert.Telling;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import io.tidemark.history.History;
import io.tidemark.history.Journal;
import io.tidemark.history.LatencyHistory;
import io.tidemark.history.LatencyQuery;
import io.tidemark.history.Readings;
import io.tidemark.history.SampleQuery;
import io.tidemark.history.SeriesPoints;
import io.tidemark.history.Standing;
import io.tidemark.history.StoreStatus;
import io.tidemark.history.StoreUse;
import io.tidemark.history.StoreUse.TierUse;
import io.tidemark.history.Window;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.Source;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the exports read from, filled by hand. Everything an export must not do fails. */
final class Fakes {

    private Fakes() {}

    record FakeSource(String name, Description description, List<String> failureKinds) implements Source {

        static FakeSource sampler(String name, Duration every, Metric... metrics) {
            return new FakeSource(name, new Description(Kind.SAMPLER, every, name, List.of(metrics), List.of()),
                    List.of());
        }

        static FakeSource probe(String name, String... failureKinds) {
            return new FakeSource(name, new Description(Kind.PROBE, Duration.ofSeconds(10), name, List.of(),
                    List.of()), List.of(failureKinds));
        }

        @Override
        public Observation observe() {
            throw new AssertionError("a scrape must not measure");
        }
    }

    static final class FakeHistory implements History, Readings {

        private static final StoreUse USE = new StoreUse(Instant.EPOCH, 111, 200, 2000, List.of("raw"), 500, null, 9000,
                List.of(new TierUse("raw", 100, 2, Instant.EPOCH, Duration.ofDays(2), 1, 50, 400),
                        new TierUse("runs", 10, 1, Instant.EPOCH, Duration.ofDays(7), 1, 10, 99),
                        new TierUse("other", 1, 0, null, null, 0, 0, 1)));

        final List<Reading> readings = new ArrayList<>();
        final List<Run> runs = new ArrayList<>();
        StoreStatus status = new StoreStatus("H2", true, "", 0, 0, 0, 0, 0, USE);

        @Override
        public Collection<Reading> all() {
            return readings;
        }

        @Override
        public Readings readings() {
            return this;
        }

        @Override
        public List<Standing> standings(Instant from, Instant to) {
            throw unexpected();
        }

        @Override
        public StoreStatus storeStatus() {
            return status;
        }

        @Override
        public void append(Observation observation) {
            throw unexpected();
        }

        @Override
        public void flush() {
            throw unexpected();
        }

        @Override
        public Journal journal() {
            throw unexpected();
        }

        @Override
        public List<Series> series(SeriesSelector selector) {
            throw unexpected();
        }

        @Override
        public List<SeriesPoints> samples(SampleQuery query) {
            throw unexpected();
        }

        @Override
        public List<Run> runs(String probe, long before, int limit) {
            throw unexpected();
        }

        @Override
        public Optional<Run> run(long id) {
            throw unexpected();
        }

        @Override
        public LatencyHistory latency(LatencyQuery query) {
            throw unexpected();
        }

        @Override
        public List<Reading> latest(SeriesSelector selector) {
            throw unexpected();
        }

        @Override
        public Optional<Observation> lastObservation(String source) {
            throw unexpected();
        }

        @Override
        public Optional<Run> lastRun(String probe) {
            return runs.stream().filter(run -> run.probe().equals(probe)).findFirst();
        }

        @Override
        public void release(SeriesSelector selector, Duration length) {
            throw unexpected();
        }

        @Override
        public void hold(SeriesSelector selector, Duration length) {
            throw unexpected();
        }

        @Override
        public Optional<Window> window(Series series, Duration length, Instant now) {
            throw unexpected();
        }

        @Override
        public boolean isBeingRead(Series series, Duration length) {
            return false;
        }

        @Override
        public boolean isWhole(Series series, Duration length) {
            return false;
        }

        @Override
        public Optional<Window> undisturbed(Series series, Duration length, Instant now) {
            throw unexpected();
        }
    }

    static final class FakeThresholds implements Thresholds {

        final List<Threshold> rules = new ArrayList<>();
        final List<Judgement> current = new ArrayList<>();

        @Override
        public List<Threshold> rules() {
            return rules;
        }

        @Override
        public List<Judgement> current() {
            return current;
        }

        @Override
        public void resume(Collection<OpenBreach> breaches) {
            throw unexpected();
        }

        @Override
        public List<Judgement> judge(Observation observation) {
            throw unexpected();
        }

        @Override
        public List<Judgement> due(Instant now) {
            throw unexpected();
        }
    }

    static final class FakeAlerts implements Alerts {

        @Override
        public List<AlertChange> apply(List<Judgement> judgements) {
            throw unexpected();
        }

        @Override
        public List<AlertChange> due(Instant now) {
            throw unexpected();
        }

        @Override
        public List<AlertChange> keepOnly(List<Threshold> rules) {
            throw unexpected();
        }

        @Override
        public List<Alert> active() {
            throw unexpected();
        }
    }

    static final class FakeTelling implements Telling {

        final Map<String, DeliveryStatus> counts = new TreeMap<>();

        @Override
        public Map<String, DeliveryStatus> counts() {
            return counts;
        }

        @Override
        public Map<String, ChannelState> channels() {
            throw unexpected();
        }

        @Override
        public List<Entry> deliveries(Question question, int limit) {
            throw unexpected();
        }

        @Override
        public int retry(String channel, @Nullable Long change) {
            throw unexpected();
        }

        @Override
        public List<String> preview(String channel) {
            throw unexpected();
        }

        @Override
        public Optional<Delivery> test(String channel) {
            throw unexpected();
        }
    }

    private static AssertionError unexpected() {
        return new AssertionError("a scrape reads only what is in memory");
    }
}
