package io.tidemark.probe.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * What must hold of a text in JSON: a JSON Pointer (RFC 6901) and a condition each, such as `/items/0/state = 'open'` or
 * `/total >= 1`. An array or an object counts as the number of its members.
 */
public final class JsonConditions {

    private final List<Condition> conditions;

    private JsonConditions(List<Condition> conditions) {
        this.conditions = conditions;
    }

    private record Condition(JsonPointer where, Expectation wanted, String written) {

        boolean holds(String body) {
            return JsonSearch.finds(body, where, wanted::holds);
        }
    }

    /**
     * Reads conditions; none when nothing is written.
     *
     * @throws IllegalArgumentException with one sentence that names the key
     */
    public static JsonConditions parse(String key, @Nullable List<String> written) {
        List<Condition> all = new ArrayList<>();
        for (String one : written == null ? List.<String>of() : written) {
            all.add(condition(key + "[" + all.size() + "]", one.strip()));
        }
        return new JsonConditions(all);
    }

    private static Condition condition(String key, String written) {
        int space = written.indexOf(' ');
        if (space <= 0 || written.charAt(0) != '/') {
            throw new IllegalArgumentException(key + ": '" + written
                    + "' is not understood; allowed is a JSON Pointer and a condition, such as /items/0/state = 'open'");
        }
        return new Condition(JsonPointer.compile(written.substring(0, space)),
                Expectation.parse(key, written.substring(space)), written);
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** The first condition that does not hold. */
    Optional<String> broken(String body) {
        try {
            return conditions.stream().filter(one -> !one.holds(body)).findFirst().map(one -> "not " + one.written());
        } catch (StreamConstraintsException _) {
            return Optional.of("the body is nested too deeply, or what is looked for in it is too long");
        } catch (JacksonException _) {
            return Optional.of("the body is no JSON");
        }
    }
}
