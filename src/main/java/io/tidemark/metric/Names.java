package io.tidemark.metric;

import java.util.regex.Pattern;

/** The form of every name that people give: targets, probes, processes, channels, rules. */
public final class Names {

    private static final Pattern GIVEN = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private Names() {}

    /**
     * Checks a given name.
     *
     * @param key where it stands, for the message
     * @throws IllegalArgumentException when it has another form or is one of ours (`builtin-…`)
     */
    public static String check(String key, String name) {
        if (!GIVEN.matcher(name).matches()) {
            throw new IllegalArgumentException(key + ": the name '" + name
                    + "' must start with a lower-case letter, then letters, digits or '-', at most 63 characters");
        }
        if (isOurs(name)) {
            throw new IllegalArgumentException(
                    key + ": the name '" + name
                            + "' starts with 'builtin-', which is reserved for the built-in probes");
        }
        return name;
    }

    /** Whether it is one that we give and nobody else may. */
    public static boolean isOurs(String name) {
        return name.startsWith("builtin-");
    }
}
