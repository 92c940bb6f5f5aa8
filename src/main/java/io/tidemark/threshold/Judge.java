package io.tidemark.threshold;

import io.tidemark.metric.Labels;
import io.tidemark.threshold.Memory.Breach;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules of judging as pure functions: what was remembered and what is found now give what is remembered next. */
final class Judge {

    private Judge() {}

    /**
     * @param taken when the input was taken
     * @param now when it is judged
     */
    static Memory next(Threshold rule, Memory memory, Finding finding, Moment taken, Moment now) {
        return switch (finding) {
            case Finding.Holds(String reason, double value, double limit) ->
                memory.to(new Verdict.Ok(reason), now.at(), value, limit, null);
            case Finding.Broken(String reason, Double value, Double limit) ->
                memory.to(new Verdict.Breached(reason), now.at(), value, limit, breach(rule, memory, taken));
            case Finding.Doubtful(String reason, double value, double limit) ->
                memory.to(new Verdict.Inconclusive(reason), now.at(), value, limit, memory.breach());
            case Finding.Missing(String reason) ->
                memory.to(new Verdict.NoData(reason), now.at(), null, null, lasting(memory.breach()));
            case Finding.Skipped(String reason) -> memory.remarked("; last observation skipped: " + reason, now.at());
        };
    }

    /** What a breach without further input becomes once it has lasted for as long as the rule demands. */
    static Memory elapse(Threshold rule, Memory memory, Moment now) {
        Breach breach = memory.breach();
        return breach == null || !(memory.verdict() instanceof Verdict.Breached)
                ? memory
                : new Memory(memory.verdict(), memory.remark(), now.at(), memory.since(), memory.value(),
                        memory.limit(), breach.after(rule, now));
    }

    static boolean isPending(Memory memory) {
        Breach breach = memory.breach();
        return memory.verdict() instanceof Verdict.Breached && breach != null && !breach.counts();
    }

    static Judgement judgement(Threshold rule, Labels labels, Memory memory) {
        Breach breach = isOf(memory.verdict()) ? memory.breach() : null;
        Instant pendingUntil = breach == null || breach.counts() ? null : breach.readAt().plus(rule.forDuration());
        return new Judgement(rule, labels, remarked(memory), memory.at(), memory.since(), pendingUntil,
                memory.value(), memory.limit(), breach == null ? null : breach.readAt());
    }

    /** Whether a breach that is going on shows in a verdict; one that must not be trusted ends none. */
    private static boolean isOf(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Breached _,Verdict.Inconclusive _ -> true;
            case Verdict.Ok _,Verdict.NoData _ -> false;
        };
    }

    private static Breach breach(Threshold rule, Memory memory, Moment taken) {
        Breach first = memory.breach() == null ? new Breach(taken.at(), taken.nanos(), false) : memory.breach();
        return first.after(rule, taken);
    }

    /** Missing data interrupts a breach that is still pending; one that counts goes on when data returns. */
    private static @Nullable Breach lasting(@Nullable Breach breach) {
        return breach != null && breach.counts() ? breach : null;
    }

    private static Verdict remarked(Memory memory) {
        String reason = memory.verdict().reason() + memory.remark();
        return switch (memory.verdict()) {
            case Verdict.Ok _ -> new Verdict.Ok(reason);
            case Verdict.Breached _ -> new Verdict.Breached(reason);
            case Verdict.NoData _ -> new Verdict.NoData(reason);
            case Verdict.Inconclusive _ -> new Verdict.Inconclusive(reason);
        };
    }
}
