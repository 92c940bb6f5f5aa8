package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every error of a real server is a problem document that tells what is wrong and nothing of the inside. */
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(BesideOthers.ONE_AT_A_TIME)
class ProblemTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static Shell shell;

    @BeforeAll
    static void start() {
        shell = Shell.start(null, false);
    }

    @AfterAll
    static void stop() {
        shell.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /api/v1/nothing             | 404 | There is nothing at '/api/v1/nothing'.
            /nothing.js                 | 404 | There is nothing at '/nothing.js'.
            /nowhere                    | 404 | There is nothing at '/nowhere'.
            /error                      | 404 | There is nothing at '/error'.
            /api/v1/status/             | 404 | There is nothing at '/api/v1/status/'.
            /api/v1/things              | 405 | Method GET is not supported here; use POST.
            /api/v1/typed               | 400 | Parameter 'limit' is required.
            /api/v1/typed?limit=many    | 400 | Parameter 'limit' must be a whole number, got 'many'.
            /api/v1/typed?limit=1&start=soon | 400 | Parameter 'start' must be a time such as 2026-01-31T12:00:00Z, got 'soon'.
            /api/v1/typed?limit=%zz     | 400 | The parameters of the request cannot be read; they must be percent-encoded UTF-8.
            /api/v1/typed?limit=%C0%80  | 400 | The parameters of the request cannot be read; they must be percent-encoded UTF-8.
            /api/v1/csv?fail=perhaps    | 400 | Parameter 'fail' must be true or false, got 'perhaps'.
            /api/v1/csv?fail=true       | 400 | 'match' is not a selector
            /api/v1/limited?limit=11    | 400 | 'limit' must be less than or equal to 10.
            /api/v1/header              | 400 | Header 'X-Wanted' is required.
            /api/v1/gone                | 404 | No run has the id 7.
            /api/v1/bare                | 404 | There is nothing at '/api/v1/bare'.
            /actuator/health/nothing    | 404 | There is nothing at '/actuator/health/nothing'.
            /api/v1/conflict            | 409 | It is there already.
            /api/v1/broken              | 500 | Something went wrong inside; the service's log says what.
            /api/v1/error-thrown        | 500 | Something went wrong inside; the service's log says what.
            /api/v1/unwritable          | 500 | Something went wrong inside; the service's log says what.
            """)
    void saysWhatIsWrong(String target, int status, String detail) throws Exception {
        JsonNode problem = problem(shell.get(target), status);
        assertThat(problem.get("detail").asString()).isEqualTo(detail);
        assertThat(problem.get("instance").asString()).isEqualTo(target.replaceFirst("\\?.*", ""));
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongWithABody(String body, String detail) throws Exception {
        JsonNode problem = problem(post("/api/v1/bodies", "application/json", body), 400);
        assertThat(problem.get("detail").asString()).isEqualTo(detail);
    }

    static Stream<Arguments> saysWhatIsWrongWithABody() {
        return Stream.of(Arguments.of("", "A body is required."),
                Arguments.of("{\"name\": \"a\",\n oops}", "The body is not JSON (line 2, column 2)."),
                Arguments.of("{\"name\": \"a\", \"count\": 1", "The body is not JSON (line 1, column 25)."),
                Arguments.of("{\"name\": \"a\", \"count\": \"many\"}",
                        "The body's field 'count' has a value of the wrong form."),
                Arguments.of("{\"name\": \"a\", \"count\": 1, \"children\": [{\"count\": {}}]}",
                        "The body's field 'children.[0].count' has a value of the wrong form."),
                Arguments.of("[]", "The body is not what is expected here."));
    }

    @Test
    void listsEveryInvalidField() throws Exception {
        JsonNode problem = problem(post("/api/v1/bodies", "application/json", "{\"name\": \"\", \"count\": 0}"), 400);
        assertThat(problem.get("errors").toString()).contains("{\"field\":\"name\",\"message\":\"must not be blank\"}",
                "{\"field\":\"count\",\"message\":\"must be greater than 0\"}");
    }

    @Test
    void namesTheContentTypeItWants() throws Exception {
        assertThat(problem(post("/api/v1/bodies", "text/csv", "a,b"), 415).get("detail").asString())
                .isEqualTo("Content type 'text/csv' is not taken here; use application/json.");
        assertThat(problem(post("/api/v1/bodies", "rubbish", "a,b"), 415).get("detail").asString())
                .contains("is not taken here");
    }

    @Test
    void isAProblemEvenForThoseWhoAcceptSomethingElse() throws Exception {
        assertThat(problem(shell.get("/api/v1/csv", "Accept: image/png"), 406).get("detail").asString())
                .isEqualTo("The answer cannot be had in the form the Accept header asks for; use text/csv.");
        problem(shell.get("/api/v1/nothing", "Accept: text/html"), 404);
        problem(shell.get("/api/v1/gone", "Accept: text/event-stream"), 404);
        problem(shell.get("/api/v1/nothing", "Accept: rubbish"), 404);
        problem(shell.get("/actuator/health", "Accept: image/png"), 406);
        assertThat(problem(shell.get("/actuator/health", "Accept: ,,,"), 400).get("detail").asString()).isEqualTo(
                "A header of the request has '' where a media type must be, such as application/json.");
    }

    @Test
    void blamesTheRequestForWhatTheServerDoesNotSpeak() throws Exception {
        assertThat(problem(shell.get("/api/v1/status", "Transfer-Encoding: rot13"), 501).get("detail").asString())
                .isEqualTo("The request cannot be answered as it was sent.");
        assertThat(problem(shell.send("GET /api/v1/status HTTP/9.9\r\n\r\n"), 505).get("detail").asString())
                .isEqualTo("The request cannot be answered as it was sent.");
    }

    @Test
    void coversFilters() throws Exception {
        problem(shell.get("/api/v1/status", "X-Fail: yes"), 500);
        problem(shell.get("/api/v1/status", "X-Refuse: yes"), 418);
        problem(shell.get("/", "X-Fail: yes", "Accept: text/html"), 500);
    }

    @Test
    void coversTheAccessRules() throws Exception {
        problem(shell.send("GET /api/v1/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), 403);
        problem(post("/api/v1/things", "text/plain", "x"), 403);
        problem(shell.send("OPTIONS /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), 405);
        try (Shell guarded = Shell.start(Shell.TOKEN, false)) {
            String answer = guarded
                    .send("PUT /api/v1/things/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            problem(answer, 401);
            assertThat(answer).contains("WWW-Authenticate: Bearer realm=\"tidemark\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"//api/v1/status", "/api//v1/status", "/api/v1/..;/status", "/api/v1/..;/..;/actuator/env",
            "/api/v1/status;jsessionid=x", "/api%2Fv1/status", "/api/v1/%2e%2e/status", "/api/v1/%2E%2E%2Factuator",
            "/%2e/app.js", "/api/v1/status%00", "/api/v1/%00", "/api/v1/%5cstatus", "/api/v1/status%0d%0aX-Y:z",
            "/api/v1/%zz", "/api/v1/%", "/api/v1/%c0%ae", "/%ff", "/api/v1/a|b", "/api/v1/a\\b", "/api/v1/a{b}",
            "/api/v1/\"<script>", "/../../etc/passwd", "/..%2f..%2fetc/passwd", "nothing", "/api/v1/\u0001",
            "/api/v1/%25%32%65", "/./app.js", "/api/v1/%E2%80%AE"})
    void hostileAddressesAreRefused(String target) throws Exception {
        String answer = shell.get(target);
        assertThat(status(answer)).as(answer).isIn(400, 404);
        problem(answer, status(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUBBISH\r\n\r\n", "GET\r\n\r\n", "GET /api/v1/status HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET /api/v1/status HTTP/1.1\r\n\r\n",
            "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
            "GET /api/v1/status HTTP/1.1\r\nHost: localhost:port\r\n\r\n",
            "GET http://evil.example/api/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\nConnection: close\r\n\r\n",
            "POST /api/v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /api/v1/things HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: rubbish\r\n\r\n",
            "TRACE /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "BREW /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"})
    void whatTheServerItselfRefusesIsAProblemToo(String request) throws Exception {
        String answer = shell.send(request);
        assertThat(status(answer)).as(answer).isBetween(400, 599);
        problem(answer, status(answer));
    }

    @Test
    void oversizedHeadersAreAProblemToo() throws Exception {
        String answer = shell.get("/api/v1/status", "X-Long: " + "x".repeat(20_000));
        problem(answer, status(answer));
        answer = shell.get("/api/v1/" + "x".repeat(20_000));
        problem(answer, status(answer));
    }

    @Test
    void logsTheUnforeseenOnceAndTheForeseenNever(CapturedOutput output) throws Exception {
        shell.get("/api/v1/broken");
        assertThat(output.toString().split(Troubles.SECRET, -1)).hasSize(2);
        String before = output.toString();
        shell.get("/api/v1/gone");
        shell.get("/api/v1/typed?limit=many");
        assertThat(output.toString()).isEqualTo(before);
    }

    @Test
    void everyAnswerCarriesStrictHeaders() throws Exception {
        for (String answer : new String[]{shell.get("/"), shell.get("/api/v1/status"), shell.get("/api/v1/nothing")}) {
            assertThat(answer).contains("Content-Security-Policy: default-src 'self';", "frame-ancestors 'none'",
                    "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer", "X-Frame-Options: DENY")
                    .doesNotContain("Set-Cookie", "Server:", "Access-Control-");
        }
    }

    private static String post(String path, String type, String body) throws IOException {
        return shell.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1].strip());
    }

    private static JsonNode problem(String answer, int status) {
        assertThat(answer).as(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).contains("Content-Type: application/problem+json");
        assertThat(answer).doesNotContain("Exception", "\tat ", "java.", "org.", "trace", Troubles.SECRET, "<html");
        JsonNode problem = JSON.readTree(answer.substring(answer.indexOf("{"), answer.lastIndexOf("}") + 1));
        assertThat(problem.propertyNames()).contains("type", "title", "status", "detail");
        assertThat(problem.get("type").asString()).isEqualTo("about:blank");
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asString()).isNotBlank();
        assertThat(problem.get("title").asString()).isNotBlank();
        return problem;
    }
}
