package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.machinery.Broadcast;
import io.tidemark.probe.machinery.Subscription;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.LocalSession;
import io.tidemark.probe.target.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Passes bursts of events on to many subscribers, of which one is slow and one fails at every event: neither may cost the
 * others an event. Afterwards half of them leave and then all, and nothing of them may remain.
 */
class BroadcastWorkload extends MachineryWorkload {

    private static final int MOST_SUBSCRIBERS = 1_000;
    private static final int BURST = 100;
    /** Room for one burst and some. */
    private static final int CAPACITY = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 20;
    /** Which subscriber is the slow one, and which the failing one. The others come after them. */
    private static final int SLOW = 0;
    private static final int FAILING = 1;
    private static final int BAD = 2;
    private static final long SLOWNESS = Duration.ofMillis(1).toNanos();
    private static final Metric RATE = Metric.gauge("probe.event_rate", Unit.PER_SECOND, Better.HIGHER,
            "Events that one after another could be published and received by all in a second");
    private static final Metric DROPPED = Metric.gauge("probe.dropped", Unit.ONE, Better.NEITHER,
            "Events that the slow subscriber missed, because its queue was full");
    private static final Traits TRAITS = Traits.reading("broadcast", "Passes bursts of " + BURST
            + " events on to as many subscribers as there are rows; a slow one and a failing one must harm nobody else.")
            .operations("burst").phases("publish", "deliver").rows(100, 4).load(50, 1).measures(RATE, DROPPED);

    private final Broadcast<Event> broadcast = new Broadcast<>();
    private final List<Counting> healthy = new ArrayList<>();
    private final List<Subscription<Event>> all = new ArrayList<>();
    /** A queue has no room for the bursts of several workers. */
    private final ReentrantLock turn = new ReentrantLock();

    /** @param read counted down by everybody who takes its turn at the last event of a burst */
    record Event(@Nullable CountDownLatch read) {}

    BroadcastWorkload() {
        super(TRAITS, "event_rate > 1000/s", "error_rate <= 0", "violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("publish " + BURST + " events to " + assignment.rows() + " subscribers");
    }

    @Override
    public void prepare(LocalSession session, Assignment assignment) throws ProbeException {
        if (assignment.rows() > MOST_SUBSCRIBERS) {
            throw ProbeException.refused("broadcast is for up to 1,000 subscribers, got rows: " + assignment.rows());
        }
        subscribe("slow", (_, _) -> LockSupport.parkNanos(SLOWNESS));
        Failing failure = new Failing();
        subscribe("failing", (_, _) -> {
            throw failure;
        });
        for (int i = BAD; i < assignment.rows(); i++) {
            Counting counting = new Counting();
            healthy.add(counting);
            subscribe("subscriber-" + i, counting);
        }
    }

    final void subscribe(String name, Broadcast.Listener<Event> listener) {
        all.add(broadcast.subscribe("probe-" + name, CAPACITY, listener));
    }

    /** A failure that costs nothing to throw. */
    private static final class Failing extends Exception {

        Failing() {
            super("on purpose", null, false, false);
        }
    }

    /** Must be given every event, in order. */
    private final class Counting implements Broadcast.Listener<Event> {

        private volatile long last;

        @Override
        public void on(long number, Event event) {
            if (number != last + 1) {
                evidence.found("events did not reach their subscriber in order", number + " came after " + last);
            }
            last = number;
            if (event.read != null) {
                event.read.countDown();
            }
        }
    }

    @Override
    public Operation operation(LocalSession session, Assignment assignment, int worker) {
        return watch -> {
            turn.lock();
            try {
                burst(session, watch);
            } finally {
                turn.unlock();
            }
        };
    }

    private void burst(LocalSession session, Stopwatch watch) throws ProbeException, InterruptedException {
        CountDownLatch read = new CountDownLatch(healthy.size());
        Event ordinary = new Event(null);
        watch.start();
        for (int i = 1; i < BURST; i++) {
            broadcast.publish(ordinary);
        }
        broadcast.publish(new Event(read));
        watch.lap("publish");
        await(read, session);
        watch.stop("burst", "deliver");
    }

    private void await(CountDownLatch read, LocalSession session) throws ProbeException, InterruptedException {
        long from = System.nanoTime();
        while (!read.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (session.isBroken() || System.nanoTime() - from > PATIENCE.toNanos()) {
                throw new ProbeException(new Failure(Kind.TIMEOUT, read.getCount() + " of " + healthy.size()
                        + " subscribers did not have their events in time"), null);
            }
        }
    }

    @Override
    public Verification verify(LocalSession session, Assignment assignment, Measured measured) throws Exception {
        double seconds = measured.phase("publish").mean() + measured.phase("deliver").mean();
        evidence.measure("event_rate", BURST / seconds).measure("dropped", all.get(SLOW).dropped());
        checkEverybodyHasAll(healthy, broadcast.published());
        checkSomeCanLeave(session);
        broadcast.close();
        checkNothingIsLeft(all.subList(BAD + healthy.size() / 2, all.size()), broadcast.published());
        Subscription<Event> failing = all.get(FAILING);
        return evidence.check(broadcast.subscribers() == 0, broadcast.subscribers() + " subscribers were left after all"
                + " had gone")
                .check(failing.failed() == failing.received(), "of " + failing.received() + " failures of a subscriber "
                        + failing.failed() + " were counted")
                .verification();
    }

    private void checkEverybodyHasAll(List<Counting> subscribers, long published) {
        long behind = subscribers.stream().filter(one -> one.last != published).count();
        evidence.check(behind == 0, behind + " of " + subscribers.size() + " subscribers were not given all of the "
                + published + " events");
    }

    /** The bad ones go, and half of the others with them; those who stay hear of one event more. */
    private void checkSomeCanLeave(LocalSession session) throws ProbeException, InterruptedException {
        int half = healthy.size() / 2;
        long published = broadcast.published();
        List<Counting> staying = healthy.subList(half, healthy.size());
        List<Subscription<Event>> leaving = all.subList(0, BAD + half);
        leaving.forEach(Subscription::close);
        CountDownLatch read = new CountDownLatch(staying.size());
        broadcast.publish(new Event(read));
        await(read, session);
        checkEverybodyHasAll(staying, published + 1);
        checkNothingIsLeft(leaving, published);
    }

    /** @param published how many events they should have been offered */
    private void checkNothingIsLeft(List<Subscription<Event>> gone, long published) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int threads = 0;
        long queued = 0;
        long unaccounted = 0;
        for (Subscription<Event> one : gone) {
            threads += one.awaitEnd(Duration.ofNanos(end - System.nanoTime())) ? 0 : 1;
            queued += one.queued();
            unaccounted += published - one.received() - one.dropped() - one.discarded();
        }
        evidence.check(threads == 0, threads + " threads were left of subscribers that had gone")
                .check(queued == 0, queued + " events were left in queues of subscribers that had gone")
                .check(unaccounted == 0, unaccounted + " events were neither received nor counted as missed");
    }

    @Override
    public void clean(LocalSession session, Assignment assignment) {
        broadcast.close();
    }
}
