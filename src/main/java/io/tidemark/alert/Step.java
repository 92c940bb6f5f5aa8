package io.tidemark.alert;

import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Verdict;
import org.jspecify.annotations.Nullable;

/** Where one alert goes from here: the whole decision, and nothing but. */
enum Step {
    /** Nothing changes. */
    STAY,
    /** It becomes pending. */
    WAIT,
    /** A pending one goes away; nobody was told. */
    DROP,
    /** It fires and is not told: a silence holds. */
    HUSH,
    /** It fires and is told, at once or when the silence has ended. */
    FIRE,
    /** A silence has begun to hold for it, or no longer does; nobody is told. */
    NOTE,
    /** It goes on firing and is told again. */
    REMIND,
    /** It is over; whoever was told that it fires is told. */
    RESOLVE;

    /**
     * After a judgement. Only what begins is held back by a silence, never the end of what was told.
     *
     * @param alert null when there is none
     */
    static Step judged(@Nullable OpenAlert alert, Judgement judgement, boolean silenced) {
        return switch (judgement.verdict()) {
            case Verdict.Ok _ -> alert == null ? STAY : alert.fires() ? RESOLVE : DROP;
            case Verdict.Breached _ when judgement.counts() -> broken(alert, silenced);
            case Verdict.Breached _ -> alert == null ? WAIT : STAY;
            // Not knowing is no reason to tell anyone anything.
            case Verdict.NoData _,Verdict.Inconclusive _ -> STAY;
        };
    }

    private static Step broken(@Nullable OpenAlert alert, boolean silenced) {
        if (alert != null && alert.fires()) {
            return alert.wasTold() || silenced ? STAY : FIRE;
        }
        return silenced ? HUSH : FIRE;
    }

    /**
     * After time has passed without a judgement.
     *
     * @param silence that holds now, if any
     * @param longAgo whether people were last told long ago
     */
    static Step passed(OpenAlert alert, @Nullable Silence silence, boolean longAgo) {
        Attention attention = alert.alert().attention();
        if (!alert.fires()) {
            return STAY;
        }
        if (silence != null) {
            return attention.inSilence(silence.id()) ? STAY : NOTE;
        }
        if (!attention.wasTold() && alert.broken()) {
            return FIRE;
        }
        if (attention.inSilence()) {
            return NOTE;
        }
        // Whether what is not known to be broken now still is, nobody is told either.
        boolean wanted = attention.wasTold() && alert.broken() && attention.acknowledged() == null;
        return wanted && longAgo ? REMIND : STAY;
    }
}
