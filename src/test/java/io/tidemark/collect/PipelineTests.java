package io.tidemark.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

    private static void awaits(CountDownLatch latch) {
        try {
            boolean _ = latch.await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
