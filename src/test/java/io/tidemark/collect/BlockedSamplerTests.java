package io.tidemark.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.sampling.SamplingRoom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A sampler that never returns, beside the real ones of this machine. */
class BlockedSamplerTests {

    private static final int READINGS = 5;

    private final List<Observation> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void holdsUpNoOtherAndTakesOneThread() throws Exception {
        try (var context = SamplingRoom.openBesideOneThatBlocks(released)) {
            Sources sources = new Sources(context.getBean(Sources.Provider.class).sources());
            List<String> others = sources.all().stream().filter(BlockedSamplerTests::isEverySecond).map(Source::name)
                    .toList();
            assertThat(others).contains("system.memory", "system.cpu", "jvm", "process.self");
            try (CollectorRoom _ = new CollectorRoom(sources, observation -> accept(observation, others))) {
                assertThat(told.await(1, TimeUnit.MINUTES)).as("given up, and the others read on: %s", seen).isTrue();
                assertThat(threads()).isOne();
                released.countDown();
            }
        }
    }

    private void accept(Observation observation, List<String> others) {
        seen.add(observation);
        long givenUp = seen.stream().filter(o -> o.outcome() instanceof Outcome.TimedOut).count();
        if (givenUp >= 3 && others.stream().allMatch(other -> readings(other) >= READINGS)) {
            told.countDown();
        }
    }

    private static boolean isEverySecond(Source source) {
        return !source.name().equals(SamplingRoom.BLOCKED)
                && source.description().every().equals(Duration.ofSeconds(1));
    }

    private long readings(String source) {
        return seen.stream().filter(o -> o.source().equals(source) && o.outcome() instanceof Outcome.Succeeded)
                .count();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(SamplingRoom.BLOCKED)).count();
    }
}
