package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.Target;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts entries, over and over the same keys, and looks afterwards whether they are there. */
final class PutWorkload extends CacheWorkload {

    private static final int SAMPLE = 100;
    private static final Traits TRAITS = Traits
            .writing("put", "Puts entries, over and over the same keys, and looks afterwards whether they are there.")
            .operations("put")
            .phases("round_trip");

    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> confirmed = ConcurrentHashMap.newKeySet();

    PutWorkload() {
        super(TRAITS);
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return inProcess(target)
                ? warnings("p99 < 1ms")
                : warnings("p99 < 10ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("PSETEX " + entries(assignment).prefix() + "<n>");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) {
        session.removeAll(entries(assignment).keys());
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        CacheEntries entries = entries(assignment);
        String phase = session.phase();
        return watch -> {
            int number = Math.floorMod(next.getAndIncrement(), entries.size());
            byte[] value = Payload.bytes(number);
            watch.start();
            session.put(entries.key(number), value);
            watch.stop("put", phase);
            confirmed.add(number);
        };
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        CacheEntries entries = entries(assignment);
        List<Integer> sample = confirmed.stream().limit(SAMPLE).toList();
        long missing = sample.stream().filter(n -> !Payload.is(n, session.get(entries.key(n)))).count();
        return new Verification.Findings()
                .check(missing == 0,
                        missing + " of " + sample.size() + " entries are not in the cache as they were put")
                .verification();
    }
}
