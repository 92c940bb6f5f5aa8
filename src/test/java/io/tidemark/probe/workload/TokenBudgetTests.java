package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken off a day's budget is given back to that day and to no other. */
class TokenBudgetTests {

    private static final Allowance ALLOWANCE = new Allowance(1_000, Double.POSITIVE_INFINITY, 0, 0);
    private static final TokenUse MOST = new TokenUse(60, 40);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T23:59:59Z"));
    private final InstantSource clock = now::get;

    @TempDir
    private Path data;

    private void turn() {
        now.updateAndGet(instant -> instant.plus(Duration.ofDays(1)));
    }

    @Test
    void aHoldThatOutlivesMidnightGivesNothingBackToTheNewDay() throws Exception {
        Path file = data.resolve("talk");
        TokenBudget budget = new TokenBudget(ALLOWANCE, new TokenFile(file), clock);
        TokenBudget.Hold hold = budget.hold(MOST);
        turn();
        budget.settle(hold, new TokenUse(1, 1));

        assertThat(Files.readString(file)).isEqualTo("2026-03-02 0 0\n");
        budget.settle(budget.hold(MOST), new TokenUse(1, 1));
        assertThat(Files.readString(file)).isEqualTo("2026-03-02 1 1\n");
    }

    @Test
    void neitherDoesOneThatIsTakenOverMidnight() throws Exception {
        TokenBudget budget = new TokenBudget(ALLOWANCE, new TokenFile(null), clock);
        AtomicBoolean over = new AtomicBoolean();
        Thread midnights = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                turn();
                for (int looks = 0; looks < 10; looks++) {
                    budget.share();
                }
            }
        });
        try {
            for (int i = 0; i < 100_000; i++) {
                budget.settle(budget.hold(MOST), TokenUse.NONE);
                assertThat(budget.objection(new TokenUse(1_001, 0))).as("no day has more than all").isPresent();
            }
        } finally {
            over.set(true);
            midnights.join();
        }
    }
}
