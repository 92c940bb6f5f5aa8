package io.tidemark.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What lists are asked with, read in one way. */
public final class Asked {

    private static final int MOST = 1000;

    private Asked() {}

    /** Empty when it is none. */
    public static Optional<Long> id(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Below which id a page begins. */
    public static long before(@Nullable String next) {
        return next == null
                ? Long.MAX_VALUE
                : id(next).orElseThrow(() -> noNext(next));
    }

    public static ProblemException noNext(String text) {
        return ProblemException.badRequest("before must be the `next` of an earlier page, got '" + text + "'");
    }

    /** Text that every store takes: PostgreSQL knows no character of the code 0. */
    public static String text(String what, String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.badRequest(what + " must be text without control characters");
        }
        return text;
    }

    /** How many to look for: one more than are wanted, to know whether there is another page. */
    public static int oneMoreThan(int limit) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badRequest("limit must be 1 to " + MOST + ", got " + limit);
        }
        return limit + 1;
    }

    /** Makes a page of what was found, one more than wanted where there is more. */
    public static <T> Page<T> page(List<T> found, int limit, Function<T, String> id) {
        List<T> items = found.stream().limit(limit).toList();
        return new Page<>(items, found.size() > limit ? id.apply(items.getLast()) : null);
    }

    /** One of these by its name; null for none. */
    public static <S extends Enum<S>> @Nullable S state(Class<S> states, @Nullable String text) {
        return text == null
                ? null
                : Arrays.stream(states.getEnumConstants()).filter(state -> state.name().equals(text)).findFirst()
                        .orElseThrow(() -> ProblemException.badRequest(
                                "state must be " + names(states) + ", got '" + text + "'"));
    }

    private static String names(Class<? extends Enum<?>> states) {
        List<String> names = Arrays.stream(states.getEnumConstants()).map(Enum::name).toList();
        return names.stream().limit(names.size() - 1L).collect(Collectors.joining(", ")) + " or " + names.getLast();
    }
}
