package io.tidemark.alert.web;

import io.tidemark.history.StoreException;
import io.tidemark.web.ProblemException;
import java.util.function.Supplier;

/** What is asked of the store: while it does not answer, people are told what they can look at meanwhile. */
final class Kept {

    private Kept() {}

    static <T> T alerts(Supplier<T> question) {
        return ask(question, "; alerts that are open now are at /api/v1/alerts?state=FIRING");
    }

    static <T> T deliveries(Supplier<T> question) {
        return ask(question, "; how the channels are doing is at /api/v1/channels");
    }

    static <T> T silences(Supplier<T> question) {
        return ask(question, "; silences that hold now are at /api/v1/silences?state=ACTIVE");
    }

    static <T> T change(Supplier<T> change) {
        return ask(change, ", and nothing was changed; try again");
    }

    private static <T> T ask(Supplier<T> question, String then) {
        try {
            return question.get();
        } catch (StoreException _) {
            throw ProblemException.unavailable("the store does not answer" + then);
        }
    }
}
