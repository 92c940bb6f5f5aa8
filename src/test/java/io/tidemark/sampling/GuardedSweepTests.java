package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GuardedSweepTests {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Queue<String> read = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stuck = new CountDownLatch(1);

    @Test
    void readsAllInOrderOnItsOwnThread() {
        try (GuardedSweep<String> sweep = new GuardedSweep<>("sweep",
                key -> read.add(key + Thread.currentThread().getName()), LONG)) {
            sweep.sweep(List.of("a", "b"));

            assertThat(read).containsExactly("asweep", "bsweep");
        }
    }

    @Test
    void passesOverWhatIsStillBeingRead() {
        Thread test = Thread.currentThread();
        try (GuardedSweep<String> sweep = new GuardedSweep<>("sweep", key -> {
            if (key.equals("stuck")) {
                // Only now the sweep is given up, so that it has come this far.
                test.interrupt();
            }
            read(key);
        }, LONG)) {
            sweep.sweep(List.of("a", "stuck", "b"));
            assertThat(Thread.interrupted()).isTrue();
            sweep.sweep(List.of("a", "stuck", "b"));
            assertThat(read).containsExactly("a", "a", "b");

            stuck.countDown();
            Awaitility.await().until(() -> read.contains("stuck"));
            // The thread that was given up does not go on with its old list.
            assertThat(read).containsExactly("a", "a", "b", "stuck");
        }
    }

    @Test
    void waitsOnlySoLong() {
        try (GuardedSweep<String> sweep = new GuardedSweep<>("sweep", this::read, Duration.ofMillis(20))) {
            sweep.sweep(List.of("stuck"));
            stuck.countDown();
        }
    }

    @Test
    void aReaderThatFailsDoesNotEndTheSweeps() {
        try (GuardedSweep<String> sweep = new GuardedSweep<>("sweep", key -> {
            if (key.equals("bad")) {
                throw new IllegalStateException("cannot be read");
            }
            read.add(key);
        }, LONG)) {
            sweep.sweep(List.of("bad", "a"));

            assertThat(read).containsExactly("a");
        }
    }

    private void read(String key) {
        if (key.equals("stuck")) {
            try {
                assertThat(stuck.await(5, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        read.add(key);
    }
}
