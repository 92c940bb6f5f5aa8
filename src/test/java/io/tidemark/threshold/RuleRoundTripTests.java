package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Kind;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Scale;
import io.tidemark.metric.Unit;
import io.tidemark.threshold.Condition.Comparison;
import io.tidemark.threshold.Condition.Presence;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random rules print to what they are read from, and random text is either a rule or explained. */
class RuleRoundTripTests {

    private static final int ROUNDS = 20_000;

    private final Vocabulary vocabulary = Vocabulary.of(House.sources(List.of()));
    private final Random random = new Random(20260301);

    @Test
    void whatIsPrintedReadsAsTheSameRule() {
        for (int i = 0; i < ROUNDS; i++) {
            Rule rule = rule();
            assertThat(RuleParser.parse(House.probeRule(rule.toString()), vocabulary)).as("%s", rule).isEqualTo(rule);
        }
    }

    @Test
    void damagedRulesAreReadOrExplainedAndNothingElse() {
        String alphabet = " .,:{}()'\"<>=!%+-/\\abmps019éµ\n";
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder(rule().toString());
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                int at = random.nextInt(text.length());
                text.replace(at, at + random.nextInt(2),
                        String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
            }
            readOrExplained(House.probeRule(text.toString()));
        }
    }

    private void readOrExplained(RuleText text) {
        try {
            Rule rule = RuleParser.parse(text, vocabulary);
            assertThat(RuleParser.parse(House.probeRule(rule.toString()), vocabulary)).isEqualTo(rule);
        } catch (RuleException explained) {
            assertThat(explained.getMessage().lines()).hasSize(3);
        }
    }

    private Rule rule() {
        Measure measure = measure();
        Condition condition = random.nextInt(10) == 0
                ? new Presence(measure, duration())
                : new Comparison(measure, any(Operator.values()), limit(measure.unit()));
        int of = 1 + random.nextInt(Recent.MOST);
        return new Rule(maybe() ? name() : null, condition, maybe() ? duration() : null,
                maybe() ? new Rule.Share(1 + random.nextInt(of), of) : null,
                maybe() ? clear(condition) : null, maybe() ? any(Severity.values()) : null, terms());
    }

    /** Its own limit is always a level that a breach may be over at. */
    private static @Nullable Limit clear(Condition condition) {
        return condition instanceof Comparison comparison && !comparison.operator().isOfEquality()
                ? comparison.limit()
                : null;
    }

    private Terms terms() {
        return new Terms(maybe() ? any(Terms.Absence.values()) : null, maybe() ? duration() : null,
                maybe() ? any(new String[]{"orders-read", "system.memory", "process.shop"}) : null,
                maybe() ? hours() : null);
    }

    private Hours hours() {
        TreeSet<DayOfWeek> days = new TreeSet<>(Set.of(any(DayOfWeek.values())));
        for (int i = random.nextInt(7); i > 0; i--) {
            days.add(any(DayOfWeek.values()));
        }
        LocalTime from = LocalTime.of(random.nextInt(24), random.nextInt(60));
        return new Hours(days, maybe() ? new Hours.Span(from, from.plusMinutes(1 + random.nextInt(1439))) : null,
                ZoneId.of(any(new String[]{"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"})));
    }

    private Measure measure() {
        if (maybe()) {
            return new Measure.Now(ref(metric -> metric.kind() != Kind.DISTRIBUTION));
        }
        Ref ref = ref(_ -> true);
        List<Aggregate> possible = Arrays.stream(Aggregate.values())
                .filter(a -> a.objection(ref.metric()).isEmpty()).toList();
        return new Measure.Over(possible.get(random.nextInt(possible.size())), ref, duration());
    }

    private Limit limit(Unit unit) {
        List<Metric> comparable = metrics(m -> m.unit() == unit && m.kind() != Kind.DISTRIBUTION);
        return switch (random.nextInt(comparable.isEmpty() ? 2 : 4)) {
            case 0 -> new Limit.Constant(quantity(unit));
            case 1 -> new Limit.Baseline(maybe() ? number() : number().negate());
            case 2 -> new Limit.Share(number(), new Measure.Now(ref(comparable::contains)));
            default -> new Limit.Other(new Measure.Now(ref(comparable::contains)));
        };
    }

    private Quantity quantity(Unit unit) {
        while (true) {
            Scale scale = any(Scale.values());
            Quantity quantity = new Quantity(number(), scale, scale != Scale.PERCENT && maybe());
            if (quantity.fits(unit)) {
                return quantity;
            }
        }
    }

    private Ref ref(Predicate<Metric> wanted) {
        List<Metric> metrics = metrics(wanted);
        Metric metric = metrics.get(random.nextInt(metrics.size()));
        if (!metric.name().startsWith(ProbeMeasure.PREFIX)) {
            return new Ref.Named(metric, labels());
        }
        boolean latency = ProbeMeasure.named(metric.name().substring(6)).filter(ProbeMeasure::isLatency).isPresent();
        Labels narrowed = latency && maybe() ? Labels.of(maybe() ? "operation" : "phase", value()) : Labels.NONE;
        return switch (random.nextInt(3)) {
            case 0 -> new Ref.OfThisProbe("orders-read", metric, narrowed);
            case 1 -> new Ref.OfProbe("orders-direct", metric, narrowed);
            default -> new Ref.Named(metric, maybe() ? narrowed : narrowed.with("probe", "orders-direct"));
        };
    }

    private List<Metric> metrics(Predicate<Metric> wanted) {
        return vocabulary.metrics().values().stream().filter(wanted).toList();
    }

    private Labels labels() {
        TreeMap<String, String> labels = new TreeMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            labels.put("l" + random.nextInt(10), value());
        }
        return new Labels(labels);
    }

    private String value() {
        String alphabet = "ab'\"\\{}=,: \nµ<";
        StringBuilder value = new StringBuilder("v");
        for (int i = random.nextInt(6); i > 0; i--) {
            value.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return value.toString();
    }

    private String name() {
        return List.of("a", "slow-orders", "for", "p95", "in-2-of-3").get(random.nextInt(5));
    }

    private BigDecimal number() {
        return new BigDecimal(random.nextInt(100_000)).movePointLeft(random.nextInt(6));
    }

    private Duration duration() {
        return Duration.ofMillis(any(new Long[]{1L, 1000L, 60_000L, 3_600_000L, 86_400_000L})
                * (1 + random.nextInt(1000)));
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    private <T extends @Nullable Object> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
