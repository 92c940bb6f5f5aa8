package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CacheSession.Misuse;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.ProbeException;
import io.tidemark.probe.target.Target;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * Sends a server commands that are wrong. Each must be answered by a clear error, and the next good one on the same
 * session must work.
 */
class InvalidCacheWorkload extends CacheWorkload {

    private static final List<Misuse> WAYS = List.of(Misuse.values());
    /** A user without the right to a command is refused before the command is looked at. */
    private static final Set<Failure.Kind> CLEAR = Set.of(Failure.Kind.STATEMENT, Failure.Kind.REFUSED);
    private static final Traits TRAITS = Traits.reading("invalid-cache",
            "Sends commands that are wrong, and looks whether the session goes on after each.")
            .operations(WAYS.stream().map(InvalidCacheWorkload::named).toArray(String[]::new))
            .phases("refused", "recovery").rows(1, 1);

    private final AtomicInteger next = new AtomicInteger();
    private final LongAdder tried = new LongAdder();
    private final LongAdder taken = new LongAdder();
    private final LongAdder unclear = new LongAdder();
    private final LongAdder recovered = new LongAdder();
    private final AtomicReference<@Nullable String> firstTaken = new AtomicReference<>();
    private final AtomicReference<@Nullable String> firstUnclear = new AtomicReference<>();

    InvalidCacheWorkload() {
        super(TRAITS, "violations < 1");
    }

    private static String named(Misuse how) {
        return how.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public List<String> statements(Assignment assignment) {
        String key = entries(assignment).key(0).toString();
        return List.of("LLEN " + key, "GETBIT " + key + " -1", "TIDEMARK.NONE " + key, "GET " + key);
    }

    @Override
    public void prepare(CacheSession session, Assignment assignment) throws ProbeException {
        if (inProcess(assignment.target())) {
            throw ProbeException.refused(assignment.target().name()
                    + ": a cache in this process takes no commands that could be wrong; use a Redis");
        }
        prepareEntries(session, assignment);
    }

    @Override
    public Operation operation(CacheSession session, Assignment assignment, int worker) {
        CacheKey key = entries(assignment).key(0);
        Target target = assignment.target();
        return watch -> {
            Misuse how = WAYS.get(Math.floorMod(next.getAndIncrement(), WAYS.size()));
            tried.increment();
            watch.start();
            Failure answer = answer(session, how, key, target);
            watch.lap("refused");
            byte[] value = session.get(key);
            watch.stop(named(how), "recovery");
            if (target.writes() ? Payload.is(0, value) : value != null) {
                recovered.increment();
            }
            check(how, answer);
        };
    }

    /** The error that is wanted, or null when there was none; a lost session is thrown on. */
    private @Nullable Failure answer(CacheSession session, Misuse how, CacheKey key, Target target) {
        try {
            misuse(session, how, key);
            return null;
        } catch (RuntimeException e) {
            if (session.isBroken()) {
                throw e;
            }
            return target.explain(e);
        }
    }

    void misuse(CacheSession session, Misuse how, CacheKey key) {
        session.misuse(how, key);
    }

    private void check(Misuse how, @Nullable Failure answer) {
        if (answer == null) {
            taken.increment();
            firstTaken.compareAndSet(null, named(how));
        } else if (!CLEAR.contains(answer.kind())) {
            unclear.increment();
            firstUnclear.compareAndSet(null, named(how) + ": " + answer.sentence());
        }
    }

    @Override
    public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
        long all = tried.sum();
        return new Verification.Findings()
                .check(taken.sum() == 0, taken.sum() + " of " + all
                        + " invalid commands were taken as if they were right, the first being " + firstTaken.get())
                .check(unclear.sum() == 0, unclear.sum() + " of " + all
                        + " invalid commands were answered by another kind of error, the first being "
                        + firstUnclear.get())
                .check(recovered.sum() == all, "after " + (all - recovered.sum()) + " of " + all
                        + " invalid commands the next good one on the same session did not return what was put")
                .verification();
    }
}
