package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/** Looks up 1,000 keys, one after another and then all at once. Some keys come up far more often than others. */
class Lookups1000Workload extends CacheWorkload {

    private static final int LOOKUPS = 1000;
    private static final Traits TRAITS = Traits.reading("lookups-1000",
            "Looks up 1,000 keys, in turns one after another and all at once.").operations("single", "bulk")
            .phases("round_trip", "execute").load(20, 1);

    private final LongAdder wrong = new LongAdder();

    Lookups1000Workload() {
        super(TRAITS);
    }

    @Override
    public List<String> rules(Target target, boolean hasSource) {
        return inProcess(target)
                ? warnings("p95{operation=\"single\"} < 100ms", "violations < 1")
                : warnings("violations < 1");
    }

    @Override
    public List<String> statements(Assignment assignment) {
        String key = entries(assignment).prefix() + "<n>";
        return List.of("1,000 times GET " + key, "MGET " + key + " … of 500 keys, twice");
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) throws ProbeException {
        prepareEntries(session, assignment);
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        return new Lookups(session, entries(assignment), assignment.target().writes(),
                new SplittableRandom(assignment.seed(worker)));
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        return new Verification.Findings()
                .check(wrong.sum() == 0, wrong.sum() + " lookups did not return the value that was put").verification();
    }

    private final class Lookups implements Operation {

        private final CacheSession session;
        private final CacheEntries entries;
        /** Entries somebody else prepared hold what they hold. */
        private final boolean ours;
        private final SplittableRandom random;
        private final Zipf zipf;
        private final int[] numbers = new int[LOOKUPS];
        private final byte[] @Nullable [] values = new byte[LOOKUPS][];
        private boolean bulk;

        Lookups(CacheSession session, CacheEntries entries, boolean ours, SplittableRandom random) {
            this.session = session;
            this.entries = entries;
            this.ours = ours;
            this.random = random;
            this.zipf = new Zipf(entries.size());
        }

        @Override
        public void run(Stopwatch watch) {
            List<CacheKey> keys = new ArrayList<>(LOOKUPS);
            for (int i = 0; i < LOOKUPS; i++) {
                numbers[i] = zipf.next(random);
                keys.add(entries.key(numbers[i]));
            }
            bulk = !bulk;
            watch.start();
            if (bulk) {
                session.getAll(keys).toArray(values);
            } else {
                for (int i = 0; i < LOOKUPS; i++) {
                    values[i] = session.get(keys.get(i));
                }
            }
            watch.stop(bulk ? "bulk" : "single", session.phase());
            check();
        }

        private void check() {
            for (int i = 0; i < LOOKUPS; i++) {
                if (ours ? !Payload.is(numbers[i], values[i]) : values[i] == null) {
                    wrong.increment();
                }
            }
        }
    }
}
