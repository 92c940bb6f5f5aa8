package io.tidemark.sampling;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a watched process is found; exactly one of the first three.
 *
 * @param name exact name of the executable, as `ps -o comm` shows it
 * @param command text that its command line contains
 * @param pidFile absolute path of the file its pid is in
 * @param children whether its children and theirs belong to it; no by default
 */
public record ProcessSettings(@Nullable String name, @Nullable String command, @Nullable String pidFile,
        @Nullable Boolean children) {

    /** What the service's own process is called. */
    static final String SELF = "self";

    /** Linux keeps this much of an executable's name. */
    private static final int KEPT = 15;

    /** @param key where it stands, for the message */
    void check(String key) {
        long given = Stream.of(name, command, pidFile).filter(way -> way != null).count();
        if (given != 1) {
            throw new IllegalArgumentException(key + " must have exactly one of 'name', 'command' and 'pid-file', got "
                    + (given == 0 ? "none" : given));
        }
        checkText(key + ".name", name);
        checkText(key + ".command", command);
        checkPath(key + ".pid-file", pidFile);
    }

    boolean withChildren() {
        return Boolean.TRUE.equals(children);
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

    private static void checkPath(String key, @Nullable String path) {
        if (path != null && !isAbsolute(path)) {
            throw new IllegalArgumentException(key + " must be an absolute path, got '" + path + "'");
        }
    }

    private static boolean isAbsolute(String path) {
        try {
            return Path.of(path).isAbsolute();
        } catch (InvalidPathException _) {
            return false;
        }
    }
}
