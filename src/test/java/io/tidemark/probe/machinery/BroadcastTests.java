package io.tidemark.probe.machinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every subscriber is for itself, and whoever leaves leaves nothing behind. */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // only so that nothing hangs for ever
class BroadcastTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Broadcast<Integer> broadcast = new Broadcast<>();
    private volatile CountDownLatch waiting = new CountDownLatch(1);

    @Test
    void everybodyIsGivenEveryEventInOrder() throws Exception {
        List<List<Integer>> given = IntStream.range(0, 50).mapToObj(_ -> (List<Integer>) new ArrayList<Integer>())
                .toList();
        CountDownLatch end = new CountDownLatch(given.size());
        given.forEach(list -> broadcast.subscribe("subscriber", 1024, (_, event) -> {
            list.add(event);
            if (event == 1000) {
                end.countDown();
            }
        }));
        for (int i = 1; i <= 1000; i++) {
            assertThat(broadcast.publish(i)).isEqualTo(i);
        }

        assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        List<Integer> all = IntStream.rangeClosed(1, 1000).boxed().toList();
        assertThat(given).allSatisfy(list -> assertThat(list).isEqualTo(all));
        broadcast.close();
    }

    @Test
    void eventsComeOverWhileTheSubscriberFallsAsleepAndWakesAgainAndAgain() throws Exception {
        broadcast.subscribe("subscriber", 2, (_, _) -> waiting.countDown());
        for (int i = 0; i < 20_000; i++) {
            CountDownLatch one = new CountDownLatch(1);
            waiting = one;
            broadcast.publish(i);
            assertThat(one.await(30, TimeUnit.SECONDS)).as("event " + i).isTrue();
        }
        broadcast.close();
    }

    @Test
    void whoeverIsStuckMissesWhatItsQueueHasNoRoomForAndNobodyElseDoes() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Subscription<Integer> stuck = broadcast.subscribe("stuck", 8, (_, _) -> {
            begun.countDown();
            released.await();
        });
        CountDownLatch had = new CountDownLatch(100);
        Subscription<Integer> other = broadcast.subscribe("other", 128, (_, _) -> had.countDown());
        broadcast.publish(0);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i < 100; i++) {
            broadcast.publish(i);
        }

        assertThat(had.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(stuck.received(), stuck.queued(), stuck.dropped())).containsExactly(1L, 8L, 91L);
        assertThat(other.dropped()).isZero();
        broadcast.close();
        assertThat(stuck.awaitEnd(LONG)).as("what it is stuck in is interrupted").isTrue();
        assertThat(List.of(stuck.received(), stuck.queued(), stuck.discarded())).containsExactly(1L, 0L, 8L);
    }

    @Test
    void whoeverFailsIsGivenTheNextEventAllTheSame() throws Exception {
        CountDownLatch had = new CountDownLatch(10);
        Subscription<Integer> failing = broadcast.subscribe("failing", 16, (_, event) -> {
            had.countDown();
            if (event % 2 == 0) {
                throw new IllegalStateException("on purpose");
            }
            throw new AssertionError("on purpose");
        });
        IntStream.range(0, 10).forEach(broadcast::publish);

        assertThat(had.await(30, TimeUnit.SECONDS)).isTrue();
        broadcast.close();
        assertThat(failing.awaitEnd(LONG)).isTrue();
        assertThat(failing.failed()).isEqualTo(10).isEqualTo(failing.received());
    }

    @Test
    void whoeverHasLeftIsGivenNothingMoreAndOthersAre() throws Exception {
        AtomicLong last = new AtomicLong();
        Subscription<Integer> leaving = broadcast.subscribe("leaving", 16, (number, _) -> last.set(number));
        CountDownLatch had = new CountDownLatch(2);
        Subscription<Integer> staying = broadcast.subscribe("staying", 16, (_, _) -> had.countDown());
        broadcast.publish(1);
        leaving.close();
        assertThat(leaving.awaitEnd(LONG)).isTrue();
        broadcast.publish(2);

        assertThat(had.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(last).hasValueLessThan(2);
        assertThat(leaving.received() + leaving.discarded()).isOne();
        assertThat(broadcast.subscribers()).isOne();
        staying.close();
        staying.close();
        assertThat(broadcast.subscribers()).isZero();
    }

    @Test
    void manyWhoComeAndGoWhileEventsFlyLeaveNothingBehind() throws Exception {
        List<Subscription<Integer>> all = new ArrayList<>();
        Thread publisher = Thread.startVirtualThread(() -> IntStream.range(0, 20_000).forEach(broadcast::publish));
        for (int i = 0; i < 1_000; i++) {
            all.add(broadcast.subscribe("subscriber", 4, (_, _) -> {}));
            if (i % 3 == 0) {
                all.get(i / 3).close();
            }
        }
        publisher.join();
        broadcast.close();

        assertThat(broadcast.subscribers()).isZero();
        for (Subscription<Integer> one : all) {
            assertThat(one.awaitEnd(LONG)).isTrue();
            assertThat(one.queued()).isZero();
        }
    }

    @Test
    void aQueueIsAPowerOfTwo() {
        assertThatIllegalArgumentException().isThrownBy(() -> broadcast.subscribe("odd", 100, (_, _) -> {}))
                .withMessage("the capacity of a queue must be a power of two, got 100");
        assertThat(broadcast.subscribers()).isZero();
    }
}
