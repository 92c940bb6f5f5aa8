package io.tidemark.probe.engine;

import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CaffeineTarget;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** What {@link HarnessBench} measures: workers whose operation does nothing but start and stop the watch. */
public class Step {

    static final int CROWD = 100;
    /** So many that what a thread is itself does not matter. */
    static final int EACH = 10_000;
    /** As many recorders as a crowd shares. */
    private static final int MOST_RECORDERS = 64;

    /** What the workers of a run share. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // by the methods that JMH calls first
    public static class Run {

        @Param("1")
        int workers;
        /** As many as workers, or fewer that they take in turn. */
        @Param("1")
        int connections;

        private SessionPool pool;
        private Setting<CacheSession> setting;
        private Start<CacheSession> start;
        private final List<Recorder> recorders = new ArrayList<>();
        private final List<One> crowd = new ArrayList<>();

        /** As the engine does it: connected, offered if they are shared. */
        @Setup
        public void connect() throws Exception {
            CaffeineTarget target = new CaffeineTarget("bench");
            pool = new SessionPool(target, connections, true);
            Load load = new Load(workers, connections, Pace.Closed.AT_ONCE, new Profile.Sustained(),
                    Load.Length.of(1), new Load.Warmup(0, false), 1, Duration.ofMinutes(10), Faults.NONE);
            setting = new Setting<>(new Nothing(), new Assignment("bench", "bench", 1, 1, target, null, null), pool,
                    new Lending(load.limit()), load, System.nanoTime() + load.deadline().toNanos());
            start = new Start<>(setting);
            for (int i = 0; i < Math.min(workers, MOST_RECORDERS); i++) {
                recorders.add(setting.recorder());
            }
            for (int i = 0; i < connections; i++) {
                start.seats().own(i).connect(recorders.getFirst());
                if (start.seats().areShared()) {
                    start.seats().open(start.seats().own(i));
                }
            }
            for (int i = 0; i < workers; i++) {
                One one = new One();
                one.join(this, i);
                crowd.add(one);
            }
        }

        private void all(Work work) throws InterruptedException {
            List<Thread> threads = crowd.stream().map(one -> Thread.startVirtualThread(() -> work.quietly(one)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        /** A crowd that recorded nothing was not measured. */
        @TearDown
        public void close() {
            if (Tally.of(recorders).successes() == 0) {
                throw new IllegalStateException("nothing was recorded");
            }
            pool.close();
        }
    }

    /** What each of a crowd does. */
    private interface Work {

        void on(One one) throws InterruptedException;

        default void quietly(One one) {
            try {
                on(one);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One worker. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init")
    public static class One {

        private Worker<CacheSession> worker;
        private Recorder recorder;
        private Seats<CacheSession> seats;
        private Seat<CacheSession> own;

        @Setup
        public void join(Run run, ThreadParams thread) {
            join(run, thread.getThreadIndex());
        }

        private void join(Run run, int index) {
            recorder = run.recorders.get(index % MOST_RECORDERS);
            worker = new Worker<>(run.setting, run.start, index, recorder, false);
            seats = run.start.seats();
            own = seats.own(index % run.connections);
        }

        private boolean step() {
            return worker.step(own, System.nanoTime());
        }

        private boolean stepOnFreeSeat() throws InterruptedException {
            long from = System.nanoTime();
            Seat<CacheSession> seat = seats.take();
            if (seat == null) {
                throw new IllegalStateException("no seat in time");
            }
            recorder.waited(System.nanoTime() - from);
            boolean done = worker.step(seat, from);
            seats.giveBack(seat);
            return done;
        }
    }

    /**
     * Heap one worker allocates, by the account the JVM keeps of its thread: to the byte, unlike what a profiler tells of
     * a process that does other things as well.
     */
    static long bytes(int operations) throws Exception {
        Run run = new Run();
        run.workers = 1;
        run.connections = 1;
        run.connect();
        One one = run.crowd.getFirst();
        for (int i = 0; i < operations; i++) {
            one.step();
        }
        long before = Meter.ofThread().allocatedBytes();
        for (int i = 0; i < operations; i++) {
            one.step();
        }
        long allocated = Meter.ofThread().allocatedBytes() - before;
        run.close();
        return allocated;
    }

    /** On a seat of its own. */
    @Benchmark
    public boolean own(One one) {
        return one.step();
    }

    /** On a seat that is taken and given back, as workers do who share them. */
    @Benchmark
    public boolean shared(One one) throws InterruptedException {
        return one.stepOnFreeSeat();
    }

    /** A whole crowd on virtual threads, each from its beginning to its end: these are in the figures too. */
    @Benchmark
    @OperationsPerInvocation(CROWD * EACH)
    public void ownInACrowd(Run run) throws InterruptedException {
        run.all(one -> {
            for (int i = 0; i < EACH; i++) {
                one.step();
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(CROWD * EACH)
    public void sharedInACrowd(Run run) throws InterruptedException {
        run.all(one -> {
            for (int i = 0; i < EACH; i++) {
                one.stepOnFreeSeat();
            }
        });
    }

    private static final class Nothing extends ScriptedWorkload {

        Nothing() {
            super((_, _) -> {});
        }

        @Override
        public Operation operation(CacheSession session, Assignment assignment, int worker) {
            return watch -> {
                watch.start();
                watch.stop("work", "execute");
            };
        }
    }
}
