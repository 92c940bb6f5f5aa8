package io.tidemark.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertState;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.threshold.Severity;
import io.tidemark.threshold.Thresholds.OpenBreach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineTests {

    /** Otherwise a verdict that is over stays with whoever heard of it last: a page, a counter of breaches. */
    @Test
    void tellsInTheOrderInWhichItJudged() throws InterruptedException {
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch overtaken = new CountDownLatch(1);
        AtomicReference<Pipeline> pipeline = new AtomicReference<>();
        Thread later = Thread.ofPlatform().unstarted(() -> pipeline.get().accept(Observation.without("here", "later",
                Instant.EPOCH, new Outcome.Succeeded())));
        pipeline.set(FakeRooms.listened((observation, _, _) -> {
            if (observation == null) {
                later.start();
                awaits(overtaken);
            }
            told.add(observation == null ? "tick" : observation.source());
            overtaken.countDown();
        }));

        pipeline.get().tick(Instant.EPOCH);
        later.join();

        assertThat(told).containsExactly("tick", "later");
    }

    @Test
    void rulesGoOnWithWhatWasBrokenWhenTheServiceEnded() {
        List<OpenBreach> resumed = new ArrayList<>();
        Instant read = Instant.parse("2026-11-20T10:00:00Z");
        FakeRooms.resumed(List.of(alert("load", AlertState.FIRING, read), alert("swap", AlertState.PENDING, null)),
                resumed).resume();

        assertThat(resumed).containsExactly(new OpenBreach("load", Labels.NONE, read, true),
                new OpenBreach("swap", Labels.NONE, Instant.EPOCH, false));
    }

    private static Alert alert(String rule, AlertState state, @Nullable Instant readAt) {
        return new Alert(1, "here", rule, "x < 1", Labels.NONE, state, Severity.CRITICAL, "x is 2", Instant.EPOCH, null,
                null, 2.0, 1.0, readAt);
    }

    private static void awaits(CountDownLatch latch) {
        try {
            boolean _ = latch.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
