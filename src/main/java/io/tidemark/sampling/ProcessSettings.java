package io.tidemark.sampling;

import org.jspecify.annotations.Nullable;

/**
 * How a watched process is found; exactly one of the two.
 *
 * @param name exact name of the executable, as `ps -o comm` shows it
 * @param command text that its command line contains
 */
public record ProcessSettings(@Nullable String name, @Nullable String command) {

    /** What the service's own process is called. */
    static final String SELF = "self";

    /** Linux keeps this much of an executable's name. */
    private static final int KEPT = 15;

    /** @param key where it stands, for the message */
    void check(String key) {
        if ((name == null) == (command == null)) {
            throw new IllegalArgumentException(key + " must have exactly one of 'name' and 'command', got "
                    + (name == null ? "neither" : "both"));
        }
        checkText(key + ".name", name);
        checkText(key + ".command", command);
    }

    boolean matches(ProcessTable.Entry process) {
        return command != null ? process.commandLine().contains(command) : name != null && isCalled(process, name);
    }

    private static boolean isCalled(ProcessTable.Entry process, String name) {
        return process.executable().equals(name) || isCut(process, name);
    }

    private static boolean isCut(ProcessTable.Entry process, String name) {
        return name.length() > KEPT && process.executable().equals(name.substring(0, KEPT))
                && program(process.commandLine()).equals(name);
    }

    private static String program(String commandLine) {
        int blank = commandLine.indexOf(' ');
        String first = blank < 0 ? commandLine : commandLine.substring(0, blank);
        return first.substring(first.lastIndexOf('/') + 1);
    }

    private static void checkText(String key, @Nullable String text) {
        if (text != null && text.isBlank()) {
            throw new IllegalArgumentException(key + " is empty; give the text to look for");
        }
    }
}
