package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Readers, writers and workers that do both, all at once on the same keys. Every value says which run wrote it to which
 * key and as which of its writes, so that a reader knows a value that nobody wrote.
 */
class MixedWorkload extends CacheWorkload {

    private static final Traits TRAITS = Traits.writing("mixed",
            "Readers, writers and workers that do both, all at once on the same keys.").operations("read", "write")
            .phases("round_trip", "execute").rows(100, 1).load(1000, 20);
    private static final int LENGTH = 100;

    private final AtomicLong written = new AtomicLong();
    private final LongAdder missing = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    MixedWorkload() {
        super(TRAITS, "throughput > 500/s", "error_rate <= 0", "violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("GET " + entries(assignment).prefix() + "<n>", "PSETEX " + entries(assignment).prefix() + "<n>");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) {
        session.putAll(entries(assignment).keys(), number -> stamped(assignment.run(), number, 0));
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        return new Access(session, assignment, worker);
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(missing.sum() == 0, missing.sum() + " reads found no entry although every key had one")
                .check(foreign.sum() == 0, foreign.sum() + " reads returned a value that nobody wrote, the first being "
                        + first.get())
                .verification();
    }

    /** Run, key and write, a checksum of the three, and as many bytes as an ordinary entry has. */
    static byte[] stamped(long run, int number, long write) {
        byte[] value = new byte[LENGTH];
        ByteBuffer.wrap(value).putLong(run).putLong(number).putLong(write).putLong(checksum(run, number, write));
        return value;
    }

    private static long checksum(long run, long number, long write) {
        return new SplittableRandom(run * 31 * 31 + number * 31 + write).nextLong();
    }

    /** @param writes how many were begun until the value had been read */
    private void check(long run, int number, byte @Nullable [] value, long writes) {
        if (value == null) {
            missing.increment();
            return;
        }
        String wrong = wrong(run, number, value, writes);
        if (wrong != null) {
            foreign.increment();
            first.compareAndSet(null, "for key " + number + " " + wrong);
        }
    }

    private static @Nullable String wrong(long run, int number, byte[] value, long writes) {
        if (value.length != LENGTH) {
            return "one of " + value.length + " bytes";
        }
        ByteBuffer said = ByteBuffer.wrap(value);
        long writer = said.getLong();
        long key = said.getLong();
        long write = said.getLong();
        if (said.getLong() != checksum(writer, key, write)) {
            return "one that is torn";
        }
        if (writer != run) {
            return "one of run " + writer;
        }
        if (key != number) {
            return "that of key " + key;
        }
        return write > writes ? "write " + write + " of " + writes : null;
    }

    private final class Access implements Operation {

        private final CacheSession session;
        private final CacheEntries entries;
        private final long run;
        /** A third of the workers each: both, reading, writing. A single one does both. */
        private final int role;
        private final SplittableRandom random;

        Access(CacheSession session, Assignment assignment, int worker) {
            this.session = session;
            this.entries = entries(assignment);
            this.run = assignment.run();
            this.role = worker % 3;
            this.random = new SplittableRandom(assignment.seed(worker));
        }

        @Override
        public void run(Stopwatch watch) {
            int number = random.nextInt(entries.size());
            if (role == 2 || (role == 0 && random.nextBoolean())) {
                write(watch, number);
            } else {
                read(watch, number);
            }
        }

        private void write(Stopwatch watch, int number) {
            CacheKey key = entries.key(number);
            byte[] value = stamped(run, number, written.incrementAndGet());
            watch.start();
            session.put(key, value);
            watch.stop("write", session.phase());
        }

        private void read(Stopwatch watch, int number) {
            CacheKey key = entries.key(number);
            watch.start();
            byte[] value = session.get(key);
            watch.stop("read", session.phase());
            check(run, number, value, written.get());
        }
    }
}
