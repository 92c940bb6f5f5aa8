package io.tidemark.probe.workload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.ThreadMXBean;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.ProbeException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells how much memory an entry takes, with its key of some 30 characters and its value of 97 bytes. Redis is asked
 * (MEMORY USAGE, which counts key, value and what surrounds them). In this process a new cache is filled, and what the
 * thread allocated meanwhile is shared out: keys, values, the cache and also what it used for a moment and let go, so
 * that an entry takes at most as much.
 */
class EntryMemoryWorkload extends CacheWorkload {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int VALUE = Payload.bytes(0).length;
    private static final Traits TRAITS = Traits.reading("entry-memory", "Tells how much memory an entry takes.")
            .operations("measure").phases("round_trip", "execute")
            .measures(Metric.gauge("probe.entry_bytes", Unit.BYTES, Better.LOWER,
                    "Memory an entry takes in the mean, with its key and a value of " + VALUE + " bytes"));

    private final LongAdder bytes = new LongAdder();
    private final LongAdder entries = new LongAdder();
    private final LongAdder missing = new LongAdder();

    EntryMemoryWorkload() {
        super(TRAITS, "violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("MEMORY USAGE " + entries(assignment).prefix() + "<n>");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) throws ProbeException {
        prepareEntries(session, assignment);
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        return inProcess(assignment.target())
                ? watch -> fill(session, assignment, watch)
                : watch -> ask(session, entries(assignment).key(random.nextInt(assignment.rows())), watch);
    }

    private void ask(CacheSession session, CacheKey key, Stopwatch watch) {
        watch.start();
        OptionalLong told = session.bytes(key);
        watch.stop("measure", session.phase());
        if (told.isEmpty()) {
            missing.increment();
        } else {
            entries.increment();
            bytes.add(told.getAsLong());
        }
    }

    private void fill(CacheSession session, Assignment assignment, Stopwatch watch) {
        List<CacheKey> keys = entries(assignment).keys();
        watch.start();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        CacheSession filled = session.bounded(keys.size()).orElseThrow();
        for (CacheKey key : keys) {
            filled.put(key, new byte[VALUE]);
        }
        bytes.add(THREADS.getCurrentThreadAllocatedBytes() - before);
        watch.stop("measure", session.phase());
        entries.add(keys.size());
        bytes.add(ofKeys(keys));
    }

    /** The keys were there already, and an application's would be made for their entries. */
    private static long ofKeys(List<CacheKey> keys) {
        byte[][] texts = keys.stream().map(key -> key.toString().getBytes(ISO_8859_1)).toArray(byte[][]::new);
        String[] made = new String[texts.length];
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < texts.length; i++) {
            made[i] = new String(texts[i], ISO_8859_1);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        Verification.Findings findings = new Verification.Findings().check(missing.sum() == 0,
                missing.sum() + " entries were not there although all had been put");
        if (entries.sum() == 0) {
            return findings.verification();
        }
        double mean = bytes.sum() / (double) entries.sum();
        findings.check(mean >= VALUE || !assignment.target().writes(),
                "an entry is said to take %.0f bytes, and its value alone has %d".formatted(mean, VALUE));
        return new Verification(findings.verification().violations(), Map.of("entry_bytes", mean));
    }
}
