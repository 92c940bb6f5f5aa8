package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The access rules as a table: who, from where, with what, may do what. */
class AccessRulesTests {

    private static final List<Shell> SHELLS = new ArrayList<>();
    private static final Map<Setup, MockMvc> BY_SETUP = new EnumMap<>(Setup.class);

    @BeforeAll
    static void start() {
        for (Setup setup : Setup.values()) {
            Shell shell = Shell.start(setup.token ? Shell.TOKEN : null, setup.openReads);
            SHELLS.add(shell);
            BY_SETUP.put(setup, shell.mvc());
        }
    }

    @AfterAll
    static void stop() {
        SHELLS.forEach(Shell::close);
    }

    /** The whole table: 4 setups, 4 origins of the connection, 3 tokens, reading and writing. */
    @ParameterizedTest
    @MethodSource("cases")
    void letsInExactlyWhoTheRulesLetIn(Setup setup, From from, Credential credential) throws Exception {
        boolean right = setup.token && credential == Credential.RIGHT;
        int read = from.local || setup.openReads || right ? 200 : setup.token ? 401 : 403;
        int write = setup.token ? right ? 200 : 401 : from.local ? 200 : 403;

        assertThat(status(setup, from, credential, HttpMethod.GET, "/api/v1/status")).isEqualTo(read);
        assertThat(status(setup, from, credential, HttpMethod.HEAD, "/api/v1/status")).isEqualTo(read);
        assertThat(status(setup, from, credential, HttpMethod.GET, "/actuator/health")).isEqualTo(read);
        assertThat(status(setup, from, credential, HttpMethod.GET, "/app.js")).isEqualTo(read);
        assertThat(status(setup, from, credential, HttpMethod.POST, "/api/v1/things")).isEqualTo(write);
        assertThat(status(setup, from, credential, HttpMethod.PUT, "/api/v1/things/x")).isEqualTo(write);
        assertThat(status(setup, from, credential, HttpMethod.DELETE, "/api/v1/things/x")).isEqualTo(write);
        assertThat(status(setup, from, credential, HttpMethod.GET, "/livez")).isEqualTo(200);
        assertThat(status(setup, from, credential, HttpMethod.GET, "/readyz")).isEqualTo(200);
        assertThat(status(setup, from, credential, HttpMethod.OPTIONS, "/api/v1/status")).isEqualTo(405);
    }

    static Stream<Object[]> cases() {
        return Stream.of(Setup.values()).flatMap(setup -> Stream.of(From.values())
                .flatMap(from -> Stream.of(Credential.values()).map(c -> new Object[]{setup, from, c})));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]",
            "[::1]:8080"})
    void takesTheNamesOfThisMachine(String host) throws Exception {
        assertThat(status(Setup.CLOSED, get("/api/v1/status", "127.0.0.1", host))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8080",
            "localhost.", "localhost:8080@evil.example", "127.0.0.2", "0.0.0.0", "::1", "", "localhost, evil.example",
            "xlocalhost"})
    void refusesOtherNamesEvenFromHereBecauseOfDnsRebinding(String host) throws Exception {
        assertThat(status(Setup.CLOSED, get("/api/v1/status", "127.0.0.1", host))).isEqualTo(403);
        assertThat(status(Setup.TOKEN, get("/api/v1/status", "127.0.0.1", host))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.53", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void takesEveryLoopbackPeer(String peer) throws Exception {
        assertThat(status(Setup.CLOSED, get("/api/v1/status", peer, "localhost"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.1.7", "fe80::1", "::ffff:10.0.0.1", "169.254.1.1"})
    void refusesOtherPeersWhateverHostTheySend(String peer) throws Exception {
        assertThat(status(Setup.CLOSED, get("/api/v1/status", peer, "localhost"))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"})
    void forwardedHeadersNeverHelpAndWhatAProxyPassesOnIsNotLocal(String header) throws Exception {
        assertThat(status(Setup.CLOSED, get("/api/v1/status", "10.0.0.1", "localhost").header(header, "127.0.0.1")))
                .isEqualTo(403);
        assertThat(status(Setup.CLOSED, get("/api/v1/status", "127.0.0.1", "localhost").header(header, "127.0.0.1")))
                .isEqualTo(403);
    }

    @Test
    void twoHostHeadersAreNotLocal() throws Exception {
        assertThat(status(Setup.CLOSED, get("/api/v1/status", "127.0.0.1", "localhost").header("Host", "evil.example")))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "HTTP://LOCALHOST:8080"})
    void takesWritesOfOurOwnPage(String origin) throws Exception {
        assertThat(status(Setup.CLOSED, post("application/json").header("Origin", origin))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "http://evil.example", "https://localhost:8080", "http://localhost",
            "http://localhost:9090", "http://127.0.0.1:8080", "http://localhost:8080.evil.example",
            "http://localhost:8080/"})
    void refusesWritesOfOtherPages(String origin) throws Exception {
        for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE)) {
            String path = method.equals(HttpMethod.POST) ? "/api/v1/things" : "/api/v1/things/x";
            assertThat(status(Setup.CLOSED, at(method, path, "127.0.0.1", "localhost:8080")
                    .contentType(APPLICATION_JSON).header("Origin", origin))).as(method.name()).isEqualTo(403);
        }
    }

    @Test
    void everyOriginSentMustBeOurs() throws Exception {
        assertThat(status(Setup.CLOSED, post("application/json").header("Origin", "http://localhost:8080")
                .header("Origin", "http://evil.example"))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json;charset=UTF-8", "application/xml", "text/csv",
            "application/octet-stream"})
    void takesPostsThatNoFormCanSend(String type) throws Exception {
        assertThat(status(Setup.CLOSED, post(type))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain",
            "TEXT/Plain", " text/plain", "text/plain; application/json", "text/plain;charset=utf-8", "NONE"})
    void refusesPostsThatAFormCanSend(String type) throws Exception {
        assertThat(status(Setup.CLOSED, post(type))).isEqualTo(403);
        assertThat(status(Setup.TOKEN, post(type).header("Authorization", "Bearer " + Shell.TOKEN)))
                .as("the token says enough").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"let-me-in", "Basic let-me-in", "Bearer", "Bearer ", "Bearer let-me", "Bearer let-me-in-x",
            "Bearer LET-ME-IN", "Bearer let-me-in, Bearer x"})
    void refusesWhatIsNotTheToken(String authorization) throws Exception {
        MockHttpServletResponse answer = mvc(Setup.TOKEN).perform(
                get("/api/v1/status", "10.0.0.1", "box").header("Authorization", authorization)).andReturn()
                .getResponse();
        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getHeader("WWW-Authenticate")).isEqualTo("Bearer realm=\"tidemark\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/status", "/actuator", "/actuator/env", "/actuator/heapdump", "/error",
            "/v3/api-docs", "/WEB-INF/web.xml", "/application.yml", "/h2-console"})
    void whatIsNotListedDoesNotExist(String path) throws Exception {
        for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)) {
            assertThat(status(Setup.TOKEN, at(method, path, "127.0.0.1", "localhost")
                    .contentType(APPLICATION_JSON).header("Authorization", "Bearer " + Shell.TOKEN)))
                    .as(method.name()).isEqualTo(404);
        }
        assertThat(status(Setup.TOKEN, get(path, "10.0.0.1", "box"))).as("not even that is told").isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/actuator/health", "/actuator/prometheus", "/openapi.json"})
    void whatIsThereToReadCannotBeWritten(String path) throws Exception {
        assertThat(status(Setup.CLOSED, at(HttpMethod.POST, path, "127.0.0.1", "localhost")
                .contentType(APPLICATION_JSON))).isEqualTo(405);
    }

    @ParameterizedTest
    @EnumSource(Setup.class)
    void tracesAreNeverAnswered(Setup setup) throws Exception {
        assertThat(status(setup, at(HttpMethod.TRACE, "/api/v1/status", "127.0.0.1", "localhost"))).isIn(400, 405);
    }

    private static int status(Setup setup, From from, Credential credential, HttpMethod method, String path)
            throws Exception {
        MockHttpServletRequestBuilder request = at(method, path, from.peer, from.host).contentType(APPLICATION_JSON);
        return status(setup, credential.authorization == null
                ? request
                : request.header("Authorization", credential.authorization));
    }

    private static int status(Setup setup, MockHttpServletRequestBuilder request) throws Exception {
        return mvc(setup).perform(request).andReturn().getResponse().getStatus();
    }

    private static MockMvc mvc(Setup setup) {
        return Objects.requireNonNull(BY_SETUP.get(setup));
    }

    private static MockHttpServletRequestBuilder post(String type) {
        MockHttpServletRequestBuilder post = at(HttpMethod.POST, "/api/v1/things", "127.0.0.1", "localhost:8080");
        return type.equals("NONE") ? post : post.header("Content-Type", type);
    }

    private static MockHttpServletRequestBuilder get(String path, String peer, String host) {
        return at(HttpMethod.GET, path, peer, host);
    }

    private static MockHttpServletRequestBuilder at(HttpMethod method, String path, String peer, String host) {
        return request(method, path).header("Host", host).with(r -> {
            r.setRemoteAddr(peer);
            return r;
        });
    }

    enum Setup {
        CLOSED(false, false),
        TOKEN(true, false),
        OPEN_READS(false, true),
        BOTH(true, true);

        final boolean token;
        final boolean openReads;

        Setup(boolean token, boolean openReads) {
            this.token = token;
            this.openReads = openReads;
        }
    }

    enum From {
        HERE("127.0.0.1", "localhost:8080", true),
        HERE_BY_ANOTHER_NAME("127.0.0.1", "evil.example",
                false),
        ELSEWHERE("10.0.0.1", "box:8080", false),
        ELSEWHERE_CLAIMING_LOCAL("10.0.0.1", "localhost",
                false);

        final String peer;
        final String host;
        final boolean local;

        From(String peer, String host, boolean local) {
            this.peer = peer;
            this.host = host;
            this.local = local;
        }
    }

    enum Credential {
        NONE(null),
        WRONG("Bearer wrong"),
        RIGHT("Bearer " + Shell.TOKEN);

        final @Nullable String authorization;

        Credential(@Nullable String authorization) {
            this.authorization = authorization;
        }
    }
}
