package io.tidemark.alert;

import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Verdict;
import org.jspecify.annotations.Nullable;

/** Where one alert goes from here. */
enum Step {
    /** Nothing changes. */
    STAY,
    /** It becomes pending. */
    WAIT,
    /** A pending one goes away; nobody was told. */
    DROP,
    /** It fires. */
    FIRE,
    /** It is over. */
    RESOLVE;

    /** @param state where the alert stands; null when there is none */
    static Step of(@Nullable AlertState state, Judgement judgement) {
        boolean open = state == AlertState.PENDING || state == AlertState.FIRING;
        return switch (judgement.verdict()) {
            case Verdict.Ok _ -> !open ? STAY : state == AlertState.FIRING ? RESOLVE : DROP;
            case Verdict.Breached _ when state == AlertState.FIRING -> STAY;
            case Verdict.Breached _ when judgement.counts() -> FIRE;
            case Verdict.Breached _ -> open ? STAY : WAIT;
            // Not knowing is no reason to tell anyone anything.
            case Verdict.NoData _,Verdict.Inconclusive _ -> STAY;
        };
    }
}
