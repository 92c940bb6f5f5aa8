package io.tidemark.probe.engine;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.workload.Operation;
import io.tidemark.probe.workload.Stopwatch;
import io.tidemark.probe.workload.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** One run from preparation to clean-up, on threads of its own that can be given up. */
final class Attempt<S extends Session> implements Runnable {

    /** How often it is looked whether somebody has stopped the run. */
    private static final long LOOK_NANOS = 100_000_000;

    private final Setting<S> setting;
    private final Recorder own;
    private final Start<S> start;
    private final Crowd<S> crowd;
    private final Thread conductor;
    private final long started = System.nanoTime();
    private volatile boolean done;
    /** Null until what must hold was looked at, and for ever when it could not be. */
    private volatile @Nullable Verification verification;
    private volatile String unverified;
    private volatile OptionalDouble cold = OptionalDouble.empty();
    private volatile @Nullable Ascent ascent;
    private @Nullable S session;

    Attempt(Setting<S> setting) {
        this.setting = setting;
        this.own = setting.recorder();
        this.unverified = setting.late();
        this.start = new Start<>(setting);
        this.crowd = new Crowd<>(setting, start);
        this.conductor = Thread.ofPlatform().daemon().name("probe-" + setting.assignment().probe()).unstarted(this);
    }

    /** Runs until done or until the deadline; what is not done by then is cut, and counted as timed out. */
    void await() throws InterruptedException {
        try {
            conductor.start();
            joinOrCut(conductor, setting.load().patience().toNanos());
        } finally {
            setting.lending().cut();
            start.cutShort();
            joinAll(setting.load().deadline().minus(setting.load().patience()).dividedBy(2).toNanos());
            giveUp();
        }
    }

    /** Whoever stops the run cuts what it has lent, and there is nothing more to wait for. */
    private void joinOrCut(Thread thread, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && thread.isAlive() && !setting.lending().isCut()) {
            var _ = thread.join(Duration.ofNanos(Math.min(left, LOOK_NANOS)));
            left = end - System.nanoTime();
        }
    }

    private void giveUp() {
        crowd.giveUp();
        start.countUnstarted(own, setting.targetName());
        // No run is without an attempt: that would be neither a success nor a failure.
        if (Tally.of(recorders()).isEmpty()) {
            own.failure(System.nanoTime() - started,
                    new Failure(Kind.TIMEOUT, done ? nothingMeasured() : setting.late()));
        }
        recorders().forEach(Recorder::close);
    }

    private String nothingMeasured() {
        return setting.targetName() + ": preparation and warm-up took all the time there was for measuring";
    }

    private void joinAll(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (Thread thread : threads()) {
            if (thread.isAlive()) {
                var _ = thread.join(Duration.ofNanos(end - System.nanoTime()));
            }
        }
    }

    private List<Thread> threads() {
        return Stream.concat(crowd.threads().stream(), Stream.of(conductor)).toList();
    }

    /** Threads that hang although their sessions were cut. */
    List<Thread> leftBehind() {
        return threads().stream().filter(Thread::isAlive).toList();
    }

    @Override
    public void run() {
        long from = System.nanoTime();
        try {
            S lent = setting.lend(own);
            session = lent;
            setting.workload().prepare(lent, setting.assignment());
            coldCall(lent);
            // Somebody may want to know meanwhile how the server does, and there is one session for that and for us.
            if (setting.load().length().isTimed() && !setting.workload().keepsSession()) {
                takeBack();
            }
            work();
            conclude();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            Failure failure = setting.explain(e);
            unverified = failure.sentence();
            own.failure(System.nanoTime() - from, failure);
        } finally {
            start.cancel();
            takeBack();
            done = true;
        }
    }

    private void takeBack() {
        S lent = session;
        session = null;
        if (lent != null) {
            setting.takeBack(lent);
        }
    }

    /** The very first operation, told on its own. Should it fail, the measured ones will say so. */
    private void coldCall(S lent) {
        if (!setting.workload().startsCold()) {
            return;
        }
        Stopwatch watch = new Stopwatch();
        try (Operation operation = setting.operation(lent, setting.load().sessions())) {
            operation.run(watch);
            cold = OptionalDouble.of(watch.nanos() / 1e9);
        } catch (Exception _) {
            cold = OptionalDouble.empty();
        }
    }

    private void work() throws InterruptedException {
        crowd.start();
        Timetable timetable = start.go(setting.over());
        Ascent rising = new Ascent(setting.load(), timetable);
        ascent = rising;
        rising.watch();
        crowd.join();
        start.seats().letGo();
    }

    /** Looks and tidies up, on another session if the first one was lost; a failure counts as a failed operation. */
    private void conclude() throws Exception {
        Tally tally = Tally.of(recorders());
        if (tally.successes() == 0) {
            cleanIfPossible();
            return;
        }
        S lent = borrowed();
        try {
            verification = setting.workload().verify(lent, setting.assignment(), tally);
        } finally {
            setting.workload().clean(lent, setting.assignment());
        }
    }

    private S borrowed() throws Exception {
        if (session != null && session.isBroken()) {
            takeBack();
        }
        S lent = session == null ? setting.lend(own) : session;
        session = lent;
        return lent;
    }

    /** The run has failed already, and the next one removes what this one cannot. */
    private void cleanIfPossible() {
        try {
            setting.workload().clean(borrowed(), setting.assignment());
        } catch (Exception _) {
            // Nothing to add to the failures that are there.
        }
    }

    List<Recorder> recorders() {
        return Stream.concat(crowd.recorders().stream(), Stream.of(own)).toList();
    }

    Crowd<S> crowd() {
        return crowd;
    }

    Seats<S> seats() {
        return start.seats();
    }

    Optional<Ascent> ascent() {
        return Optional.ofNullable(ascent);
    }

    List<Run.Stage> stages() {
        return ascent().map(Ascent::figures).orElse(List.of());
    }

    Optional<Verification> verification() {
        return Optional.ofNullable(verification);
    }

    /** The workload's own measures; of a run without verification only what it has come to all the same. */
    Map<String, Double> measures() {
        return verification().map(Verification::measures)
                .orElseGet(() -> setting.workload().spent(setting.assignment()));
    }

    /** Why there is no verification, when there is none. */
    String unverified() {
        return unverified;
    }

    OptionalDouble cold() {
        return cold;
    }
}
