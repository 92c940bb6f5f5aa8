package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.threshold.Memory.Breach;
import io.tidemark.threshold.Rule.Share;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules of judging as pure functions: what was remembered and what is found now give what is remembered next. */
final class Judge {

    /** A rule that does not say otherwise is judged on its last observation alone. */
    private static final Share LAST = new Share(1, 1);

    private static final String NOT_OVER = "; it was broken before the service was started, the rule changed or the"
            + " clock set, and too little has been seen since to say that this is over";

    private static final String UNREAD = "; what its window held before is being read, which takes a moment";

    private Judge() {}

    /**
     * @param taken when the input was taken
     * @param now when it is judged
     */
    static Memory next(Threshold rule, Memory memory, Finding finding, Moment taken, Moment now) {
        return switch (finding) {
            case Finding.Holds(Reason reason, double value, double limit) ->
                of(rule, memory.and(false), new Observed(reason, value, limit), taken, now);
            case Finding.Broken(Reason reason, Double value, Double limit) ->
                of(rule, memory.and(true), new Observed(reason, value, limit), taken, now);
            case Finding.Absent(String reason, Double value, Double limit) ->
                memory.to(new Verdict.Breached(reason), now.at(), value, limit, breach(rule, memory, taken));
            case Finding.Doubtful(String reason, double value, double limit) ->
                memory.to(new Verdict.Inconclusive(reason), now.at(), value, limit, memory.breach());
            case Finding.Missing(String reason) ->
                memory.to(new Verdict.NoData(reason), now.at(), null, null, lasting(memory.breach()));
            case Finding.Unread() -> memory.remarked(UNREAD, now.at());
            case Finding.Skipped(String reason) -> memory.remarked("; last observation skipped: " + reason, now.at());
        };
    }

    private record Observed(Reason reason, @Nullable Double value, @Nullable Double limit) {}

    private static Memory of(Threshold rule, Memory memory, Observed observed, Moment taken, Moment now) {
        Share share = rule.rule().share() == null ? LAST : rule.rule().share();
        int hits = memory.recent().hits(share.of());
        Reason reason = share.equals(LAST)
                ? observed.reason()
                : told(observed.reason(), share, hits, memory.recent().seen());
        if (hits >= share.hits()) {
            return memory.to(new Verdict.Breached(reason), now.at(), observed.value(), observed.limit(),
                    breach(rule, memory, taken));
        }
        int unseen = Math.max(0, share.of() - memory.recent().seen());
        Breach breach = memory.breach();
        return breach != null && breach.mayGoOn(hits + unseen < share.hits(), now)
                ? memory.to(new Verdict.Inconclusive(Reason.of(() -> reason + NOT_OVER)), now.at(), observed.value(),
                        observed.limit(), breach)
                : memory.to(new Verdict.Ok(reason), now.at(), observed.value(), observed.limit(), null);
    }

    private static Reason told(Reason last, Share share, int hits, int seen) {
        return Reason.of(() -> last + "; false in " + hits + " of the last " + Math.min(seen, share.of())
                + ", a breach from " + share.hits() + " of " + share.of());
    }

    /** What a breach without further input becomes once it has lasted for as long as the rule demands. */
    static Memory elapse(Threshold rule, Memory memory, Moment now) {
        Breach breach = memory.breach();
        return breach == null || !(memory.verdict() instanceof Verdict.Breached)
                ? memory
                : new Memory(memory.verdict(), memory.remark(), now.at(), memory.since(), memory.value(),
                        memory.limit(), breach.after(rule, now), memory.recent());
    }

    static boolean isPending(Memory memory) {
        Breach breach = memory.breach();
        return memory.verdict() instanceof Verdict.Breached && breach != null && !breach.counts();
    }

    /** @param muted why a breach is not told; null when it is */
    static Judgement judgement(Threshold rule, Labels labels, Memory memory, @Nullable String muted) {
        Breach breach = isOf(memory.verdict()) ? memory.breach() : null;
        Instant pendingUntil = breach == null || breach.counts() ? null : breach.readAt().plus(rule.forDuration());
        String quiet = breach == null ? null : muted;
        return new Judgement(rule, labels, remarked(memory, quiet == null ? "" : "; not told: " + quiet), memory.at(),
                memory.since(), pendingUntil,
                quiet, memory.value(), memory.limit(),
                breach == null ? null : breach.readAt());
    }

    /** Whether a breach that is going on shows in a verdict; one that must not be trusted ends none. */
    private static boolean isOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Breached _,Verdict.Inconclusive _ -> true;
            case Verdict.Ok _,Verdict.NoData _ -> false;
        };
    }

    private static Breach breach(Threshold rule, Memory memory, Moment taken) {
        Breach first = memory.breach() == null ? Breach.seen(taken) : memory.breach();
        return first.after(rule, taken);
    }

    /** Missing data interrupts a breach that is still pending; one that counts goes on when data returns. */
    private static @Nullable Breach lasting(@Nullable Breach breach) {
        return breach != null && breach.counts() ? breach : null;
    }

    private static Verdict remarked(Memory memory, String end) {
        if (memory.remark().isEmpty() && end.isEmpty()) {
            return memory.verdict();
        }
        String reason = memory.verdict().reason() + memory.remark() + end;
        return switch (memory.verdict()) {
            case Verdict.Ok _ -> new Verdict.Ok(reason);
            case Verdict.Breached _ -> new Verdict.Breached(reason);
            case Verdict.NoData _ -> new Verdict.NoData(reason);
            case Verdict.Inconclusive _ -> new Verdict.Inconclusive(reason);
        };
    }
}
