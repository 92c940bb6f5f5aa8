package io.tidemark.probe.command;

import io.tidemark.metric.Secret;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A program with all it is started with. Anything but its name may be secret, and is never shown.
 *
 * @param file its path, or a name that is looked for along PATH
 * @param arguments handed over one by one as they are: no shell sees them
 * @param directory where it works; that of this service when null
 * @param environment all the variables it gets
 * @param input what it reads; nothing when null
 * @param exitCodes those it may end with
 */
public record Program(String file, List<Secret> arguments, @Nullable Path directory, Map<String, Secret> environment,
        @Nullable Secret input, Set<Integer> exitCodes) {

    public Program {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        exitCodes = Collections.unmodifiableSet(new TreeSet<>(exitCodes));
    }

    /** Without the directory it is in. */
    public String name() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return switch (arguments.size()) {
            case 0 -> name() + " without arguments";
            case 1 -> name() + " with 1 argument";
            default -> name() + " with " + arguments.size() + " arguments";
        };
    }
}
