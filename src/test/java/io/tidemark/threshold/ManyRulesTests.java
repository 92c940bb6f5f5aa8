package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Series;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Prints what judging many rules costs; a figure, not a limit, as the machine decides. */
class ManyRulesTests {

    @Test
    void tenThousandRulesAreJudgedOnOneObservation() {
        House house = new House(IntStream.range(0, 10_000)
                .mapToObj(i -> House.rule("rule-" + i + ": system.load.1m < " + (i + 1) + " for 1m"))
                .toArray(RuleText[]::new));
        for (int i = 0; i < 20; i++) {
            house.clock.passSeconds(1);
            long start = System.nanoTime();
            assertThat(house.observe("system.memory", Map.of(new Series("system.load.1m", Labels.NONE), 5000.5)))
                    .hasSize(10_000);
            long judged = System.nanoTime();
            assertThat(house.due()).isEmpty();
            if (i == 19) {
                System.out.printf("10,000 rules: judged in %.1f ms, deadlines looked at in %.2f ms%n",
                        (judged - start) / 1e6, (System.nanoTime() - judged) / 1e6);
            }
        }
    }
}
