package io.tidemark.probe;

import io.tidemark.metric.Secret;
import io.tidemark.probe.target.HttpRequest;
import io.tidemark.probe.target.HttpRequest.Handling;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.BoundedPattern;
import io.tidemark.probe.workload.HttpExpectation;
import io.tidemark.probe.workload.JsonConditions;
import io.tidemark.probe.workload.Request;
import io.tidemark.probe.workload.StatusSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a request of a probe's settings; no complaint shows a header's value or the body. */
record HttpSpec(String key, HttpSettings settings) {

    private static final HttpSettings PLAIN = new HttpSettings(null, null, null, null, null, null, null, null);
    private static final ExpectSettings ANYTHING = new ExpectSettings(null, null, null, null, null);

    private static final Set<String> METHODS = new TreeSet<>(
            Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"));
    /** They say where a message ends, which is the client's business. */
    private static final Set<String> OURS = Set.of("connection", "content-length", "expect", "transfer-encoding",
            "upgrade");
    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[^\\s#\\\\\\p{Cntrl}]{0,2000}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]{0,8000}");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})\\s*(B|kB|MB)");
    private static final int MILLION = 1_000_000;
    private static final int MOST_BODY = 16 * MILLION;
    /** What the bodies of all workers may take in memory together. */
    private static final long MOST_KEPT = 64L * MILLION;

    /** @throws IllegalArgumentException with one sentence that names the key */
    static Request of(String key, @Nullable HttpSettings settings, Target target, int workers) {
        return new HttpSpec(key, settings == null ? PLAIN : settings).read(target, workers);
    }

    private Request read(Target target, int workers) {
        HttpExpectation expected = expected(settings.expect() == null ? ANYTHING : settings.expect());
        int most = maxBody();
        Bounds.refuse(expected.needsBody() && (long) most * workers > MOST_KEPT, key + ".max-body: must be at most "
                + MOST_KEPT / workers + "B, so that bodies that are looked into by " + workers
                + " workers at once take at most 64MB");
        HttpRequest sent = new HttpRequest(method(target), path(), headers(), body(), new Handling(
                !Boolean.FALSE.equals(settings.keepAlive()), Boolean.TRUE.equals(settings.followRedirects()), most,
                expected.needsBody()));
        return new Request(sent, expected);
    }

    private String method(Target target) {
        String method = settings.method() == null ? "GET" : settings.method().strip().toUpperCase(Locale.ROOT);
        Bounds.refuse(!METHODS.contains(method),
                key + ".method: '" + method + "' is unknown; allowed are " + String.join(", ", METHODS));
        boolean reads = !HttpRequest.writes(method);
        Bounds.refuse(!reads && !target.writes(), key + ".method: " + method + " writes, but target '" + target.name()
                + "' does not allow it; set tidemark.targets." + target.name() + ".writes: true or choose GET");
        Bounds.refuse(reads && settings.body() != null, key + ".body: " + method + " takes none");
        return method;
    }

    private String path() {
        String path = settings.path() == null ? "/" : settings.path().strip();
        Bounds.refuse(!PATH.matcher(path).matches(), key + ".path: must begin with one '/', and have no space, '#' or"
                + " backslash and at most 2000 characters");
        return path;
    }

    private Map<String, Secret> headers() {
        Map<String, Secret> headers = settings.headers() == null ? Map.of() : settings.headers();
        headers.forEach((name, value) -> {
            Bounds.refuse(!NAME.matcher(name).matches(), key + ".headers: '" + name + "' is no name of a header");
            Bounds.refuse(OURS.contains(name.toLowerCase(Locale.ROOT)),
                    key + ".headers." + name + ": is set by Tidemark itself");
            Bounds.refuse(!VALUE.matcher(value.value()).matches(),
                    key + ".headers." + name + ": must be of printable ASCII characters, 8000 at most");
        });
        return headers;
    }

    private @Nullable Secret body() {
        Secret body = settings.body();
        Bounds.refuse(body != null && body.value().length() > MILLION,
                key + ".body: must have at most 1000000 characters");
        return body;
    }

    private int maxBody() {
        String written = settings.maxBody() == null ? "1MB" : settings.maxBody().strip();
        Matcher size = SIZE.matcher(written);
        Bounds.refuse(!size.matches(),
                key + ".max-body: '" + written + "' is not understood; allowed is a size such as 64kB or 1MB");
        long unit = switch (size.group(2)) {
            case "MB" -> MILLION;
            case "kB" -> 1_000;
            default -> 1;
        };
        long bytes = Long.parseLong(size.group(1)) * unit;
        Bounds.refuse(bytes < 1 || bytes > MOST_BODY, key + ".max-body: must be 1B to 16MB, got " + written);
        return (int) bytes;
    }

    private HttpExpectation expected(ExpectSettings expect) {
        String within = key + ".expect";
        return new HttpExpectation(StatusSet.parse(within + ".status", expect.status()),
                expect.headers() == null ? Map.of() : expect.headers(),
                JsonConditions.parse(within + ".json", expect.json()), expect.text(),
                Optional.ofNullable(expect.matches())
                        .map(written -> BoundedPattern.parse(within + ".matches", written)));
    }
}
