package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Looks up keys that are in the cache. */
final class GetWorkload extends CacheWorkload {

    private static final Traits TRAITS = Traits.reading("get", "Looks up keys that are in the cache.").operations("get")
            .phases("round_trip");

    private final LongAdder wrong = new LongAdder();

    GetWorkload() {
        super(TRAITS);
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return inProcess(target)
                ? warnings("p99 < 1ms", "throughput > 10000/s")
                : warnings("p99 < 10ms");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("GET " + entries(assignment).prefix() + "<n>");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) throws ProbeException {
        prepareEntries(session, assignment);
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        CacheEntries entries = entries(assignment);
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        String phase = session.phase();
        // Entries somebody else prepared hold what they hold.
        boolean ours = assignment.target().writes();
        return watch -> {
            int number = random.nextInt(entries.size());
            watch.start();
            byte[] value = session.get(entries.key(number));
            watch.stop("get", phase);
            if (value == null || (ours && !Payload.is(number, value))) {
                wrong.increment();
            }
        };
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " lookups did not return the value that was put").verification();
    }
}
