package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CacheSession.Statistics;
import io.tidemark.probe.target.ProbeException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Puts four times as many entries as a bounded cache takes: the bound is kept, something is evicted, and what is asked
 * for is right or absent, never another entry's. The cache is made for the run, with `rows` as its bound; on Redis the
 * bound is a setting of the server, which is not ours to touch, and so the run is refused.
 *
 * <p>One worker by default, and every put is looked at: with several, entries that are just being put may stand beside
 * the bound for a moment, so that only the end is judged then.
 */
class BoundWorkload extends CacheWorkload {

    private static final int TIMES_THE_BOUND = 4;
    private static final int SERVED_AFTERWARDS = 10;
    private static final Traits TRAITS = Traits.reading("bound", "Puts four times as many entries as a cache of its own"
            + " takes, which must keep its bound and go on serving.").operations("put", "get").phases("execute")
            .rows(500, 100).load(4000, 1)
            .measures(Metric.gauge("probe.entries_peak", Unit.ONE, Better.LOWER, "The most entries the cache held"),
                    Metric.gauge("probe.evictions", Unit.ONE, Better.NEITHER,
                            "Entries the cache removed to make room"));

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger putting = new AtomicInteger();
    private volatile boolean atOnce;
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong put = new AtomicLong();
    private final LongAdder wrong = new LongAdder();
    private volatile @Nullable CacheSession cache;

    BoundWorkload() {
        super(TRAITS, "violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("puts and gets in a cache of this process that is made for the run");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) throws ProbeException {
        cache = bounded(session, assignment);
    }

    CacheSession bounded(CacheSession session, Assignment assignment) throws ProbeException {
        return session.bounded(assignment.rows()).orElseThrow(() -> ProbeException.refused(assignment.target().name()
                + ": the size bound of a Redis is a setting of the server (maxmemory), which a probe neither sets nor"
                + " fills up; use the workload bound on builtin-cache"));
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        return new PutAndGet(Objects.requireNonNull(cache), assignment,
                new SplittableRandom(assignment.seed(worker)));
    }

    private static CacheKey key(long number) {
        return new CacheKey("bound:" + number);
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        CacheSession bounded = Objects.requireNonNull(cache);
        // These puts also end whatever maintenance the last workers have left to the next one.
        long unserved = unserved(bounded);
        Statistics after = bounded.statistics();
        int bound = assignment.rows();
        long highest = atOnce ? after.entries() : peak.get();
        long distinct = Math.min(put.get(), (long) TIMES_THE_BOUND * bound);
        Verification found = new Verification.Findings()
                .check(highest <= bound, "the cache held " + highest + " entries, and its bound is " + bound)
                .check(distinct <= bound || after.evictions() > 0,
                        "nothing was evicted although " + distinct + " entries were put where " + bound + " fit")
                .check(wrong.sum() == 0, wrong.sum() + " lookups returned another value than the one that was put")
                .check(unserved == 0, unserved + " of " + SERVED_AFTERWARDS
                        + " entries were not there right after they were put, once others had been evicted")
                .verification();
        return new Verification(found.violations(),
                Map.of("entries_peak", (double) peak.get(), "evictions", (double) after.evictions()));
    }

    private static long unserved(CacheSession bounded) {
        long unserved = 0;
        for (long number = -1; number >= -SERVED_AFTERWARDS; number--) {
            bounded.put(key(number), Payload.bytes(-number));
            unserved += Payload.is(-number, bounded.get(key(number))) ? 0 : 1;
        }
        return unserved;
    }

    /** Drops the cache of the run; in the one all probes share there is nothing of ours. */
    @Override
    public void clean(CacheSession session, Assignment assignment) {
        cache = null;
    }

    private final class PutAndGet implements Operation {

        private final CacheSession bounded;
        private final int keys;
        private final SplittableRandom random;
        private boolean get = true;

        PutAndGet(CacheSession bounded, Assignment assignment, SplittableRandom random) {
            this.bounded = bounded;
            this.keys = TIMES_THE_BOUND * assignment.rows();
            this.random = random;
        }

        @Override
        public void run(Stopwatch watch) {
            get = !get;
            if (get) {
                get(watch);
            } else {
                put(watch);
            }
        }

        private void put(Stopwatch watch) {
            int number = Math.floorMod(next.getAndIncrement(), keys);
            CacheKey key = key(number);
            byte[] value = Payload.bytes(number);
            if (putting.incrementAndGet() > 1) {
                atOnce = true;
            }
            watch.start();
            bounded.put(key, value);
            watch.stop("put", bounded.phase());
            put.incrementAndGet();
            peak.accumulateAndGet(bounded.statistics().entries(), Math::max);
            putting.decrementAndGet();
        }

        private void get(Stopwatch watch) {
            int number = random.nextInt(keys);
            CacheKey key = key(number);
            watch.start();
            byte[] value = bounded.get(key);
            watch.stop("get", bounded.phase());
            if (value != null && !Payload.is(number, value)) {
                wrong.increment();
            }
        }
    }
}
