package io.tidemark.probe.engine;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.workload.Operation;
import io.tidemark.probe.workload.Stopwatch;
import io.tidemark.probe.workload.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run from preparation to clean-up, on threads of its own that can be given up. */
final class Attempt<S extends Session> implements Runnable {

    private static final long NANOS = 1_000_000;

    private final Setting<S> setting;
    private final Recorder own;
    private final CountDownLatch ready;
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Worker<S>> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread conductor;
    private final long started = System.nanoTime();
    private volatile boolean done;
    /** Null until what must hold was looked at, and for ever when it could not be. */
    private volatile @Nullable Verification verification;
    private volatile String unverified;
    private volatile OptionalDouble cold = OptionalDouble.empty();
    private @Nullable S session;

    Attempt(Setting<S> setting) {
        this.setting = setting;
        this.own = setting.recorder();
        this.unverified = setting.late();
        this.ready = new CountDownLatch(setting.load().concurrency());
        this.conductor = thread(this, "");
        for (int i = 0; i < setting.load().concurrency(); i++) {
            Worker<S> worker = new Worker<>(setting, i, ready, go);
            workers.add(worker);
            threads.add(thread(worker, "-" + i));
        }
    }

    private Thread thread(Runnable work, String suffix) {
        return Thread.ofPlatform().daemon().name("probe-" + setting.assignment().probe() + suffix).unstarted(work);
    }

    /** Runs until done or until the deadline; what is not done by then is cut, and counted as timed out. */
    void await() throws InterruptedException {
        try {
            conductor.start();
            conductor.join(setting.load().patience());
        } finally {
            setting.lending().cut();
            joinAll(setting.load().deadline().minus(setting.load().patience()).dividedBy(2).toNanos());
            giveUp();
        }
    }

    private void giveUp() {
        workers.forEach(Worker::giveUp);
        // No run is without an attempt: that would be neither a success nor a failure.
        if (Tally.of(recorders()).isEmpty()) {
            own.failure(System.nanoTime() - started,
                    new Failure(Kind.TIMEOUT, done ? nothingMeasured() : setting.late()));
        }
        own.close();
    }

    private String nothingMeasured() {
        return setting.targetName() + ": preparation and warm-up took all the time there was for measuring";
    }

    private void joinAll(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (Thread thread : Stream.concat(threads.stream(), Stream.of(conductor)).toList()) {
            // A join of 0 would wait for ever.
            thread.join(Math.max(1, (end - System.nanoTime()) / NANOS));
        }
    }

    /** Threads that hang although their sessions were cut. */
    List<Thread> leftBehind() {
        return Stream.concat(threads.stream(), Stream.of(conductor)).filter(Thread::isAlive).toList();
    }

    @Override
    public void run() {
        long from = System.nanoTime();
        try {
            S lent = lend();
            setting.workload().prepare(lent, setting.assignment());
            coldCall(lent);
            work();
            conclude();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            Failure failure = setting.explain(e);
            unverified = failure.sentence();
            own.failure(System.nanoTime() - from, failure);
        } finally {
            go.countDown();
            takeBack();
            done = true;
        }
    }

    private S lend() throws Exception {
        long from = System.nanoTime();
        S lent = setting.lend();
        own.waited(System.nanoTime() - from);
        session = lent;
        return lent;
    }

    private void takeBack() {
        if (session != null) {
            setting.takeBack(session);
        }
    }

    /** The very first operation, told on its own. Should it fail, the measured ones will say so. */
    private void coldCall(S lent) {
        Stopwatch watch = new Stopwatch();
        try (Operation operation = setting.operation(lent, workers.size())) {
            operation.run(watch);
            cold = OptionalDouble.of(watch.nanos() / 1e9);
        } catch (Exception _) {
            cold = OptionalDouble.empty();
        }
    }

    private void work() throws InterruptedException {
        threads.forEach(Thread::start);
        var _ = ready.await(Math.max(0, setting.over() - System.nanoTime()), TimeUnit.NANOSECONDS);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Looks and tidies up, on another session if the first one was lost; a failure counts as a failed operation. */
    private void conclude() throws Exception {
        Tally tally = Tally.of(recorders());
        if (tally.successes() == 0) {
            cleanIfPossible();
            return;
        }
        if (session == null || session.isBroken()) {
            takeBack();
            session = null;
            lend();
        }
        S lent = Objects.requireNonNull(session);
        try {
            verification = setting.workload().verify(lent, setting.assignment(), tally);
        } finally {
            setting.workload().clean(lent, setting.assignment());
        }
    }

    /** The run has failed already, and the next one removes what this one cannot. */
    private void cleanIfPossible() {
        try {
            if (session != null && !session.isBroken()) {
                setting.workload().clean(session, setting.assignment());
            }
        } catch (Exception _) {
            // Nothing to add to the failures that are there.
        }
    }

    List<Recorder> recorders() {
        return Stream.concat(workers.stream().map(Worker::recorder), Stream.of(own)).toList();
    }

    List<Worker.Span> spans() {
        return workers.stream().map(Worker::span).filter(Worker.Span::measured).toList();
    }

    Optional<Verification> verification() {
        return Optional.ofNullable(verification);
    }

    /** Why there is no verification, when there is none. */
    String unverified() {
        return unverified;
    }

    OptionalDouble cold() {
        return cold;
    }
}
