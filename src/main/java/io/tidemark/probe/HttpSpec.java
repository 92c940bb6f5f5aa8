package io.tidemark.probe;

import io.tidemark.metric.Secret;
import io.tidemark.probe.target.HttpRequest;
import io.tidemark.probe.target.HttpRequest.Handling;
import io.tidemark.probe.target.HttpRequest.Method;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a request of a probe's settings; no complaint shows a header's value or the body. */
record HttpSpec(String key, HttpSettings settings) {

    private static final HttpSettings PLAIN = new HttpSettings(null, null, null, null, null, null, null, null);
    private static final ExpectSettings ANYTHING = new ExpectSettings(null, null, null, null, null);

    /** They say where a message ends, which is the client's business. */
    private static final Set<String> OURS = Set.of("connection", "content-length", "expect", "transfer-encoding",
            "upgrade");
    private static final int MILLION = 1_000_000;
    /** Of one, and of all that are looked into at once: as bytes and as text they take up to three times as much. */
    private static final int MOST_BODY = 16 * MILLION;

    /** @throws IllegalArgumentException with one sentence that names the key */
    static Request of(String key, @Nullable HttpSettings settings, Target target, int workers) {
        return new HttpSpec(key, settings == null ? PLAIN : settings).read(target, workers);
    }

    private Request read(Target target, int workers) {
        Method method = method(target);
        HttpExpectation expected = expected(settings.expect() == null ? ANYTHING : settings.expect());
        Bounds.refuse(expected.needsBody() && !method.isAnsweredWithBody(), key + ".expect: the answer to " + method
                + " has no body to look into; leave out text, matches and json, or choose GET");
        int most = RequestParts.size(key + ".max-body", settings.maxBody(), "1MB", 1, MOST_BODY);
        if (expected.needsBody()) {
            RequestParts.checkKept(key + ".max-body", most, workers, MOST_BODY, "bodies that are looked into");
        }
        Handling handling = new Handling(!Boolean.FALSE.equals(settings.keepAlive()),
                Boolean.TRUE.equals(settings.followRedirects()), most, expected.needsBody());
        HttpRequest sent = new HttpRequest(method, RequestParts.path(key, settings.path(), "/"),
                RequestParts.headers(key, settings.headers(), OURS), body(), handling);
        return new Request(sent, expected);
    }

    private Method method(Target target) {
        String written = settings.method() == null ? "GET" : settings.method().strip().toUpperCase(Locale.ROOT);
        Method method = Stream.of(Method.values()).filter(one -> one.name().equals(written)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + ".method: '" + written
                        + "' is unknown; allowed are "
                        + Stream.of(Method.values()).map(Method::name).collect(Collectors.joining(", "))));
        boolean reads = !method.writes();
        Bounds.refuse(!reads && !target.writes(), key + ".method: " + method + " writes, but target '" + target.name()
                + "' does not allow it; set tidemark.targets." + target.name() + ".writes: true or choose GET");
        Bounds.refuse(reads && settings.body() != null, key + ".body: " + method + " takes none");
        return method;
    }

    private @Nullable Secret body() {
        Secret body = settings.body();
        Bounds.refuse(body != null && body.value().length() > MILLION,
                key + ".body: must have at most 1000000 characters");
        return body;
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
