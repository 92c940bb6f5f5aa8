package io.tidemark.probe.workload;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a model's answer must be. A sentence about what does not hold never shows what was found.
 *
 * @param text what must be in it; null for anything
 * @param finish why it may have ended; empty for any reason
 */
public record ChatExpectation(@Nullable String text, Optional<BoundedPattern> matches, Set<String> finish) {

    public ChatExpectation {
        finish = Set.copyOf(finish);
    }

    /** What an answer may have ended for, in alphabetical order. */
    public static SortedSet<String> reasons() {
        SortedSet<String> all = new TreeSet<>(ChatAnswer.REASONS);
        all.add(ChatAnswer.OTHER);
        return all;
    }

    /** Whether what was said has to be kept to look into it. */
    boolean needsContent() {
        return text != null || matches.isPresent();
    }

    /** The first thing that does not hold. */
    Optional<String> broken(ChatAnswer answer) {
        if (text != null && !answer.content().contains(text)) {
            return Optional.of("the content does not contain '" + text + "'");
        }
        if (matches.isPresent() && !matches.get().isFoundIn(answer.content())) {
            return Optional.of("the content does not match '" + matches.get() + "'");
        }
        return finish.isEmpty() || finish.contains(answer.finish())
                ? Optional.empty()
                : Optional.of("it finished by " + answer.finish() + " instead of "
                        + String.join(" or ", new TreeSet<>(finish)));
    }
}
