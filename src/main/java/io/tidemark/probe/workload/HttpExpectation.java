package io.tidemark.probe.workload;

import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.HttpAnswer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer must be. A sentence about what does not hold never shows what was found: answers hold what is
 * nobody else's business.
 *
 * @param headers what a header must contain, by its name
 * @param json what must hold of a body in JSON
 * @param text what must be in the body; null for anything
 */
public record HttpExpectation(StatusSet status, Map<String, String> headers, JsonConditions json,
        @Nullable String text, Optional<BoundedPattern> matches) {

    /** Whether a body has to be kept to look into it. */
    public boolean needsBody() {
        return !json.isEmpty() || text != null || matches.isPresent();
    }

    /** The first thing that does not hold. */
    Optional<Failure> broken(String target, HttpAnswer answer) {
        if (!status.contains(answer.status())) {
            Failure wrong = Failure.ofStatus(target, answer.status());
            return Optional.of(new Failure(wrong.kind(), wrong.sentence() + " instead of " + status
                    + (wrong.kind() == Kind.REDIRECT ? ", which leads elsewhere (http.follow-redirects)" : "")));
        }
        return brokenHeader(answer).or(() -> brokenBody(answer.body()))
                .map(sentence -> new Failure(Kind.ASSERTION,
                        target + " answered otherwise than expected: " + sentence));
    }

    private Optional<String> brokenHeader(HttpAnswer answer) {
        return headers.entrySet().stream().filter(header -> !holds(header.getValue(), answer.header(header.getKey())))
                .findFirst().map(header -> "the header " + header.getKey() + " does not contain '" + header.getValue()
                        + "'");
    }

    private static boolean holds(String wanted, @Nullable String found) {
        return found != null && found.contains(wanted);
    }

    private Optional<String> brokenBody(String body) {
        if (text != null && !body.contains(text)) {
            return Optional.of("the body does not contain '" + text + "'");
        }
        if (matches.isPresent() && !matches.get().isFoundIn(body)) {
            return Optional.of("the body does not match '" + matches.get() + "'");
        }
        return json.broken(body);
    }
}
