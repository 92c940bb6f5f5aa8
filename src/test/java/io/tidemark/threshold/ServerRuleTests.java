package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sample;
import io.tidemark.metric.Series;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.probe.target.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What servers say of themselves can be judged like anything else. */
class ServerRuleTests {

    private static final List<Metric> METRICS = List.of(Vitals.CONNECTIONS, Vitals.MOST_CONNECTIONS, Vitals.EVICTIONS);

    private final SettableClock clock = new SettableClock();
    private final FakeReadings readings = new FakeReadings();

    @Test
    void connectionsAreJudgedAgainstWhatEachServerTakes() {
        LiveThresholds thresholds = thresholds("server.connections < 80% of server.connections.max");
        List<Judgement> calm = judge(thresholds, "shop", 79, 100);
        List<Judgement> crowded = judge(thresholds, "cache", 9_000, 10_000);

        assertThat(calm).singleElement().extracting(Judgement::verdict).isInstanceOf(Verdict.Ok.class);
        assertThat(crowded).singleElement().satisfies(judgement -> {
            assertThat(judgement.verdict()).isInstanceOf(Verdict.Breached.class);
            assertThat(judgement.labels()).isEqualTo(Labels.of("target", "cache"));
        });
    }

    @Test
    void countersTakeARate() {
        assertThat(thresholds("rate(server.evictions{target=\"cache\"}, 5m) < 10/s").current()).hasSize(1);
    }

    private LiveThresholds thresholds(String rule) {
        Sources sources = new Sources(Stream.of("shop", "cache").<Source>map(Server::new).toList());
        return new LiveThresholds(Rules.all(sources, new ConfiguredRules(List.of(House.rule(rule))), List.of()).rules(),
                sources,
                readings, clock, clock);
    }

    private List<Judgement> judge(LiveThresholds thresholds, String target, double connections, double most) {
        List<Sample> samples = List.of(
                new Sample(Series.of(Vitals.CONNECTIONS, "target", target), clock.instant(), connections),
                new Sample(Series.of(Vitals.MOST_CONNECTIONS, "target", target), clock.instant(), most));
        Observation observation = Observation.of("here", "server." + target, clock.instant(), Duration.ZERO, samples);
        readings.append(observation);
        return thresholds.judge(observation);
    }

    private record Server(String target) implements Source {

        @Override
        public String name() {
            return "server." + target;
        }

        @Override
        public Description description() {
            return new Description(Kind.SAMPLER, Duration.ofSeconds(10), name(), METRICS, List.of());
        }

        @Override
        public Observation observe() {
            throw new AssertionError("judging must not measure");
        }
    }
}
