package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.threshold.Memory.Breach;
import io.tidemark.threshold.Thresholds.OpenBreach;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a rule goes on with that it has not seen itself: breaches of before the start, of series that were not seen since,
 * and windows that do not hold yet what they should. Not safe for threads: guarded by its owner's lock.
 */
final class Earlier {

    /** Nanoseconds of the longest window. */
    private final long reach;
    private final Map<Labels, Breach> unseen = new HashMap<>();
    /** When, on the ticker, all windows hold what they should. */
    private long wholeAt;
    /** When, on the ticker, the clock was set last; null when it was not since the start. */
    private @Nullable Long lostAt;

    /** @param measures all that the rule refers to */
    Earlier(List<Measure> measures, Moment now) {
        reach = measures.stream().mapToLong(measure -> measure.reach().toNanos()).max().orElse(0);
        wholeAt = now.nanos() + reach;
    }

    /** Goes on with what another form of the rule had not seen of the series that this one judges. */
    void takeOver(Earlier former, boolean sameWindows, Predicate<Labels> judged) {
        if (sameWindows) {
            wholeAt = former.wholeAt;
        }
        lostAt = former.lostAt;
        former.unseen.forEach((labels, breach) -> {
            if (judged.test(labels)) {
                unseen.put(labels, breach.asOf(wholeAt));
            }
        });
    }

    Breach breach(OpenBreach open, Moment now) {
        return Breach.earlier(open, now, wholeAt);
    }

    void add(Labels labels, Breach breach) {
        unseen.put(labels, breach);
    }

    /** To be called when the series is seen. */
    @Nullable
    Breach take(Labels labels) {
        return unseen.remove(labels);
    }

    /** A memory with the breach that another has, if it has one. */
    Memory goingOn(Memory anew, Memory before) {
        return anew.goingOn(before.breach() == null ? null : before.breach().asOf(wholeAt));
    }

    /** The same memory, or if what windows held before has been read back, one that no longer waits for that. */
    Memory readBack(Memory memory, Question question, Point point, Inputs inputs, Moment now) {
        Breach breach = memory.breach();
        return breach != null && breach.awaitsWindows(now) && isReadable(now) && inputs.areWhole(question, point)
                ? memory.goingOn(breach.asOf(now.nanos()))
                : memory;
    }

    /** What was kept before the clock was set is no longer where windows look. */
    private boolean isReadable(Moment now) {
        return lostAt == null || now.nanos() - lostAt >= reach;
    }

    /** To be called when the clock was set: what windows held is no longer where they look. Answers whether it matters. */
    boolean loseWindows(Moment now) {
        lostAt = now.nanos();
        wholeAt = now.nanos() + reach;
        unseen.replaceAll((_, breach) -> breach.asOf(wholeAt));
        return reach > 0;
    }

    boolean isEmpty() {
        return unseen.isEmpty();
    }

    /** All that were not seen, which are given up. */
    List<Labels> drained() {
        List<Labels> all = List.copyOf(unseen.keySet());
        unseen.clear();
        return all;
    }
}
