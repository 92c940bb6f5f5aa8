package io.tidemark.threshold;

import io.tidemark.threshold.Memory.Breach;
import java.util.Optional;

/**
 * What a rule says while it knows no series. Where absence is a breach, that none has been seen is one of its own. Not safe
 * for threads: guarded by its owner's lock.
 */
final class Unseen {

    private final Ref ref;
    private Memory memory;

    /** @param ref what the rule is about */
    Unseen(Ref ref, Moment now) {
        this.ref = ref;
        this.memory = Memory.notMeasured("not measured yet", now.at());
    }

    Memory memory() {
        return memory;
    }

    void goOn(Breach earlier) {
        memory = memory.goingOn(earlier);
    }

    /** A source was observed and brought no series. Said once, for those who remember a series from an earlier life. */
    Optional<Memory> nothingMatches(Moment now) {
        if (memory.breach() != null) {
            return Optional.empty();
        }
        Verdict before = memory.verdict();
        memory = memory.to(new Verdict.NoData("nothing matches " + ref + " so far"), now.at(), null, null, null);
        return memory.verdict().equals(before) ? Optional.empty() : Optional.of(memory);
    }

    void nothingMatchesAnyMore(Moment now) {
        memory = Memory.notMeasured("nothing matches " + ref + " any more", now.at());
    }

    /** A series was seen: if that none had been was a breach, it is over. */
    Optional<Memory> seen(Moment now) {
        if (memory.breach() == null) {
            return Optional.empty();
        }
        memory = memory.over(ref + " has been seen", now);
        return Optional.of(memory);
    }

    /**
     * Where absence is a breach, what was never seen is missed from the start on.
     *
     * @param source who should bring it
     * @param toldAnew whether a breach is to be told again, changed or not
     */
    Optional<Memory> passed(Lateness lateness, String source, boolean toldAnew, Moment now) {
        Optional<Memory> next = lateness.passed(ref.labels(), new Tracked(memory, source, null), now);
        memory = next.orElse(memory);
        return next.isPresent() || (toldAnew && memory.breach() != null) ? Optional.of(memory) : Optional.empty();
    }
}
