package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random rules over random values, judged here once more in the plainest way there is. */
class RandomRulesTests {

    private static final int RULES = 300;
    private static final int SECONDS = 120;

    private final Random random = new Random(20_261);

    @Test
    void everyRuleSaysWhatThePlainestReadingOfItSays() {
        for (int i = 0; i < RULES; i++) {
            Shape shape = shape();
            House house = House.with("rule: " + shape.text());
            Map<String, Plain> plain = new HashMap<>();
            for (int second = 0; second < SECONDS; second++) {
                Map<Series, Double> values = new HashMap<>();
                for (String process : List.of("self", "shop")) {
                    if (random.nextInt(4) > 0) {
                        values.put(House.series("process.open_files", "process", process), (double) random.nextInt(10));
                    }
                }
                List<Judgement> judged = new ArrayList<>(house.observe("process.shop", values));
                judged.addAll(house.due());
                int now = second;
                values.forEach((series, value) -> plain.computeIfAbsent(series.labels().get("process"),
                        _ -> new Plain(shape)).see(now, value));
                assertThat(judged).allSatisfy(judgement -> {
                    Plain expected = plain.get(judgement.labels().get("process"));
                    if (expected != null && values.keySet().stream()
                            .anyMatch(series -> series.labels().equals(judgement.labels()))) {
                        assertThat(House.word(judgement)).as("%s at %d s, %s", shape.text(), now, judgement)
                                .isEqualTo(expected.word(now));
                    }
                });
                house.clock.passSeconds(1);
            }
        }
    }

    private Shape shape() {
        String operator = List.of("<", "<=", ">", ">=", "==", "!=").get(random.nextInt(6));
        int of = 1 + random.nextInt(5);
        return new Shape(operator, random.nextInt(10), random.nextBoolean() ? null : 1 + random.nextInt(of), of,
                random.nextBoolean() ? 0 : 1 + random.nextInt(2));
    }

    /** @param hits null for a rule without `in` */
    private record Shape(String operator, int limit, @Nullable Integer hits, int of, int lasts) {

        String text() {
            return "process.open_files " + operator + " " + limit + (lasts == 0 ? "" : " for " + lasts + "s")
                    + (hits == null ? "" : " in " + hits + " of " + of);
        }

        boolean holds(double value) {
            return switch (operator) {
                case "<" -> value < limit;
                case "<=" -> value <= limit;
                case ">" -> value > limit;
                case ">=" -> value >= limit;
                case "==" -> value == limit;
                default -> value != limit;
            };
        }
    }

    /** Everything that was seen of one series. */
    private static final class Plain {

        private final Shape shape;
        private final List<Boolean> broken = new ArrayList<>();
        private int brokenSince = -1;
        private int last = -100;

        Plain(Shape shape) {
            this.shape = shape;
        }

        void see(int second, double value) {
            // After three intervals data is missing, which interrupts what is still pending.
            if (second - last > 4 && last + 3 - brokenSince < shape.lasts) {
                brokenSince = -1;
            }
            last = second;
            broken.add(!shape.holds(value));
            long hits = broken.subList(Math.max(0, broken.size() - (shape.hits == null ? 1 : shape.of)), broken.size())
                    .stream().filter(one -> one).count();
            if (hits < (shape.hits == null ? 1 : shape.hits)) {
                brokenSince = -1;
            } else if (brokenSince < 0) {
                brokenSince = second;
            }
        }

        String word(int second) {
            if (brokenSince < 0) {
                return "OK";
            }
            return second - brokenSince >= shape.lasts ? "BREACHED" : "BREACHED pending";
        }
    }
}
