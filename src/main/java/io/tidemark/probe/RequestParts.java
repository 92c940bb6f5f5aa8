package io.tidemark.probe;

import io.tidemark.metric.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the settings of HTTP requests and of WebSockets have in common; every complaint names the key, no secret. */
final class RequestParts {

    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[^\\s#\\\\\\p{Cntrl}]{0,2000}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0,8000}");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})\\s*(B|kB|MB)");
    private static final int MILLION = 1_000_000;
    private static final int THOUSAND = 1_000;

    private RequestParts() {}

    static String path(String key, @Nullable String written, String usual) {
        if (written == null) {
            return usual;
        }
        String path = written.strip();
        Bounds.refuse(!PATH.matcher(path).matches(), key + ".path: must begin with one '/', and have no space, '#' or"
                + " backslash and at most 2000 characters");
        return path;
    }

    /** @param ours names in lower case that are not the user's to set */
    static Map<String, Secret> headers(String key, @Nullable Map<String, Secret> written, Set<String> ours) {
        Map<String, Secret> headers = written == null ? Map.of() : written;
        headers.forEach((name, value) -> {
            Bounds.refuse(!NAME.matcher(name).matches(), key + ".headers: '" + name + "' is no name of a header");
            Bounds.refuse(ours.contains(name.toLowerCase(Locale.ROOT)),
                    key + ".headers." + name + ": is set by Tidemark itself");
            Bounds.refuse(!VALUE.matcher(value.value()).matches(),
                    key + ".headers." + name + ": must be of printable ASCII characters, 8000 at most");
        });
        return headers;
    }

    /** @param key of the size itself */
    static int size(String key, @Nullable String written, String usual, int least, int most) {
        String text = written == null ? usual : written.strip();
        Matcher size = SIZE.matcher(text);
        Bounds.refuse(!size.matches(), key + ": '" + text
                + "' is not understood; allowed is a size such as 64kB or 1MB");
        long bytes = Long.parseLong(size.group(1)) * switch (size.group(2)) {
            case "MB" -> MILLION;
            case "kB" -> THOUSAND;
            default -> 1;
        };
        Bounds.refuse(bytes < least || bytes > most,
                key + ": must be " + text(least) + " to " + text(most) + ", got " + text);
        return (int) bytes;
    }

    private static String text(int bytes) {
        return bytes % MILLION == 0
                ? bytes / MILLION + "MB"
                : bytes % THOUSAND == 0 ? bytes / THOUSAND + "kB" : bytes + "B";
    }

    /**
     * Looks whether all workers stay within bounds together.
     *
     * @param together bytes that all of them may keep at once
     * @param what is kept by each worker, in the plural
     */
    static void checkKept(String key, int most, int workers, int together, String what) {
        Bounds.refuse((long) most * workers > together, key + ": must be at most " + together / workers
                + "B, so that " + what + " by " + workers + " workers at once are at most " + text(together));
    }
}
