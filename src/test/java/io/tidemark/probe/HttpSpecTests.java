package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of a request: what is refused is one sentence with the key, and shows nothing secret. */
class HttpSpecTests {

    private static final TargetSettings READ = new TargetSettings("https://shop.example/api", null, null, false, null,
            null, null);

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "FETCH | - | - | .method: 'FETCH' is unknown; allowed are GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE",
            "post | - | - | .method: POST writes, but target 'shop' does not allow it; set"
                    + " tidemark.targets.shop.writes: true or choose GET",
            "- | orders | - | .path: must begin with one '/', and have no space, '#' or backslash and at most 2000"
                    + " characters",
            "- | //evil.example/ | - | .path: must begin with one '/', and have no space, '#' or backslash and at most"
                    + " 2000 characters",
            "- | /\\evil.example/ | - | .path: must begin with one '/', and have no space, '#' or backslash and at most"
                    + " 2000 characters",
            "- | '/a b' | - | .path: must begin with one '/', and have no space, '#' or backslash and at most 2000"
                    + " characters",
            "- | - | 1GB | .max-body: '1GB' is not understood; allowed is a size such as 64kB or 1MB",
            "- | - | 17MB | .max-body: must be 1B to 16MB, got 17MB"})
    void aBadRequestIsOneSentence(@Nullable String method, @Nullable String path, @Nullable String maxBody,
            String sentence) {
        assertRefused(new HttpSettings(method, path, null, null, null, null, null, maxBody), sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "2x | - | - | .expect.status: '2x' is not understood; allowed are statuses such as 200, 2xx or 200, 404",
            "- | ( | - | .expect.matches: is no regular expression, Unclosed group",
            "- | - | total >= 1 | .expect.json[0]: 'total >= 1' is not understood; allowed is a JSON Pointer and a"
                    + " condition, such as /items/0/state = 'open'",
            "- | - | /total 1 | .expect.json[0]: '1' is not understood; allowed is an operator (=, !=, <, <=, >, >=) and"
                    + " a number, a text in single quotes, true, false or null, such as >= 1 or = 'open'"})
    void aBadExpectationIsOneSentence(@Nullable String status, @Nullable String matches, @Nullable String json,
            String sentence) {
        assertRefused(new HttpSettings(null, null, null, null,
                new ExpectSettings(status, null, null, matches, json == null ? null : List.of(json)), null, null, null),
                sentence);
    }

    @Test
    void headersAreCheckedWithoutBeingShown() {
        assertRefused(headers("X Key", "v"), ".headers: 'X Key' is no name of a header");
        assertRefused(headers("Content-Length", "5"), ".headers.Content-Length: is set by Tidemark itself");
        assertRefused(headers("X-Key", "s3cret\r\nX-Evil: 1"),
                ".headers.X-Key: must be of printable ASCII characters, 8000 at most");
        assertRefused(new HttpSettings(null, null, null, new Secret("s3cret"), null, null, null, null),
                ".body: GET takes none");
    }

    private static HttpSettings headers(String name, String value) {
        return new HttpSettings(null, null, Map.of(name, new Secret(value)), null, null, null, null, null);
    }

    @Test
    void bodiesThatAreLookedIntoStayWithinTheMemoryThereIs() {
        ProbeSettings crowd = probe("request", 1_000, new HttpSettings(null, null, null, null,
                new ExpectSettings(null, null, "ok", null, null), null, null, null));

        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(READ, crowd))
                .withMessage("tidemark.probes.orders.http.max-body: must be at most 16000B, so that bodies that are"
                        + " looked into by 1000 workers at once are at most 16MB");
    }

    @Test
    void anAnswerWithoutABodyIsNotLookedInto() {
        for (ExpectSettings expect : List.of(new ExpectSettings(null, null, "ok", null, null),
                new ExpectSettings(null, null, null, "ok", null),
                new ExpectSettings(null, null, null, null, List.of("/total = 1")))) {
            assertRefused(new HttpSettings("head", null, null, null, expect, null, null, null), ".expect: the answer to"
                    + " HEAD has no body to look into; leave out text, matches and json, or choose GET");
        }
    }

    @Test
    void aRequestIsForHttpAlone() {
        TargetSettings database = new TargetSettings("jdbc:postgresql://db/shop", "probe", null, null, null, null,
                null);
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(database, probe("request", 1, null)))
                .withMessage("tidemark.probes.orders.workload: 'request' is for HTTP endpoints, but target 'shop' is a"
                        + " database");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(READ, probe("get", 1, null)))
                .withMessage("tidemark.probes.orders.workload: 'get' is for caches, but target 'shop' is an HTTP"
                        + " endpoint");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(database,
                probe("point-read", 1, headers("X-Key", "v"))))
                .withMessage("tidemark.probes.orders.http: workload 'point-read' sends no HTTP request");
    }

    @Test
    void authoritiesAreReadAtTheStart() {
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(
                new TargetSettings("https://shop.example", null, null, null, null, Path.of("no-such-file.pem"), null),
                probe("request", 1, null)))
                .withMessage("tidemark.targets.shop.ca-file: 'no-such-file.pem' cannot be read");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(
                new TargetSettings("https://shop.example", null, null, null, null, Path.of("pom.xml"), null),
                probe("request", 1, null)))
                .withMessageStartingWith("tidemark.targets.shop.ca-file: 'pom.xml' ");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(
                new TargetSettings("redis://cache", null, null, null, null, Path.of("pom.xml"), null),
                probe("get", 1, null)))
                .withMessage(
                        "tidemark.targets.shop.ca-file: is for HTTP and WebSocket endpoints; databases take it as a parameter"
                                + " of their url");
    }

    @Test
    void theWorkloadAloneIsEnoughAndBringsTheRulesOfLoad() {
        try (Probes probes = TestProbes.of(READ, probe("request", 1_000, null))) {
            assertThat(probes.sources()).singleElement().satisfies(
                    source -> assertThat(source.description().rules()).extracting(RuleText::text).containsExactly(
                            "error_rate <= 5% for 1m as warning", "p50 < 100ms for 1m as warning",
                            "p95 < 500ms for 1m as warning", "p99 < 1s for 1m as warning"));
            Explanation explanation = probes.explain("orders").orElseThrow();
            assertThat(explanation.statements()).containsExactly("GET /");
            assertThat(explanation.target()).isEqualTo("shop at https://shop.example:443/api");
            assertThat(explanation.settings()).containsEntry("connections", "1001");
        }
    }

    @Test
    void theExampleOfTheReferenceIsTaken() throws IOException {
        PageExample example = PageExample.of("docs/configuration.md", "yaml http", "${SHOP_KEY}", "s3cret");

        try (Probes made = example.make(Path.of("target"))) {
            assertThat(made.sources()).hasSize(3);
        }
        HttpSettings http = Objects.requireNonNull(Objects.requireNonNull(example.probes().get("orders-list")).http());
        assertThat(http.headers()).containsExactly(Map.entry("X-Api-Key", new Secret("s3cret")));
        assertThat(Objects.requireNonNull(http.expect()).headers()).containsOnlyKeys("content-type");
    }

    private static ProbeSettings probe(String workload, int workers, @Nullable HttpSettings http) {
        return new ProbeSettings("shop", workload, null, workers, null, null, null, null, null, null, null, null, null,
                http, null, null, null, null);
    }

    private static void assertRefused(HttpSettings http, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(READ, probe("request", 1, http)))
                .withMessage("tidemark.probes.orders.http" + sentence).withMessageNotContaining("s3cret");
    }
}
