package io.tidemark.threshold;

import io.tidemark.threshold.Thresholds.OpenBreach;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule remembers of one series from one judgement to the next.
 *
 * @param verdict without any remark on skipped observations
 * @param remark why the last observation changed nothing; empty when it was judged
 * @param since when the verdict became of this kind
 * @param breach the breach that is going on; kept while data is missing once it counts
 * @param recent what the last observations said
 */
record Memory(Verdict verdict, String remark, Instant at, Instant since, @Nullable Double value,
        @Nullable Double limit, @Nullable Breach breach, Recent recent) {

    /**
     * A condition that is false without interruption.
     *
     * @param readAt instant of the first reading that broke it
     * @param nanos the same on the ticker
     * @param counts whether it has lasted for as long as the rule demands
     * @param wholeAt of one from before the start, or from before its rule was changed or the clock set: when, on the
     *        ticker, windows hold all they should; null of any other
     */
    record Breach(Instant readAt, long nanos, boolean counts, @Nullable Long wholeAt) {

        static Breach seen(Moment taken) {
            return new Breach(taken.at(), taken.nanos(), false, null);
        }

        /** One of an earlier life. */
        static Breach earlier(OpenBreach open, Moment now, long wholeAt) {
            return new Breach(open.readAt(), now.nanos(), open.counts(), wholeAt);
        }

        Breach asOf(long nextWholeAt) {
            return new Breach(readAt, nanos, counts, nextWholeAt);
        }

        Breach after(Threshold rule, Moment now) {
            boolean lasted = now.since(nanos).compareTo(rule.forDuration()) >= 0;
            return counts || !lasted ? this : new Breach(readAt, nanos, true, wholeAt);
        }

        /**
         * Whether what was not seen of it may still be broken.
         *
         * @param enough whether as many observations were seen as the rule looks at, or as could matter
         */
        boolean mayGoOn(boolean enough, Moment now) {
            return wholeAt != null && (!enough || awaitsWindows(now));
        }

        /** Whether it is from before, and windows do not hold all they should yet. */
        boolean awaitsWindows(Moment now) {
            return wholeAt != null && now.nanos() - wholeAt < 0;
        }
    }

    static Memory notMeasured(String reason, Instant now) {
        return new Memory(new Verdict.NoData(reason), "", now, now, null, null, null, Recent.NONE);
    }

    /** The next verdict; {@code since} moves only when its kind changes. */
    Memory to(Verdict next, Instant now, @Nullable Double nextValue, @Nullable Double nextLimit,
            @Nullable Breach nextBreach) {
        Instant changed = next.getClass() == verdict.getClass() ? since : now;
        return new Memory(next, "", now, changed, nextValue, nextLimit, nextBreach, recent);
    }

    /** What nothing is wrong with any more, as there is nothing to judge. */
    Memory over(String why, Moment now) {
        return to(new Verdict.Ok(why), now.at(), null, null, null);
    }

    /** With a breach from before, if there was one that counted. */
    Memory goingOn(@Nullable Breach earlier) {
        return earlier == null || !earlier.counts()
                ? this
                : new Memory(verdict, remark, at, since, value, limit, earlier, recent);
    }

    Memory remarked(String why, Instant now) {
        return new Memory(verdict, why, now, since, value, limit, breach, recent);
    }

    /** With one more observation, in which the condition was false or not. */
    Memory and(boolean broken) {
        return new Memory(verdict, remark, at, since, value, limit, breach, recent.with(broken));
    }

    /** To judge the newest observation again. */
    Memory withoutNewest() {
        return new Memory(verdict, remark, at, since, value, limit, breach, recent.withoutNewest());
    }

    /** Whether a breach has lasted for as long as the rule demands, and is not over. */
    boolean isInBreach() {
        return breach != null && breach.counts();
    }
}
