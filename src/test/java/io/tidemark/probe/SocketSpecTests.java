package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The settings of a conversation: what is refused is one sentence with the key, and shows nothing secret. */
class SocketSpecTests {

    private static final TargetSettings READ = new TargetSettings("wss://chat.example/v2", null, null, false, null,
            null, null);
    private static final TargetSettings WRITE = new TargetSettings("wss://chat.example/v2", null, null, true, null,
            null, null);

    @Test
    void aBadConversationIsOneSentence() {
        assertRefused(READ, socket("chat", null, null, null, null, null), ".path: must begin with one '/', and have no"
                + " space, '#' or backslash and at most 2000 characters");
        assertRefused(READ, socket(null, "a b", null, null, null, null),
                ".subprotocol: 'a b' is no name of a subprotocol");
        assertRefused(READ, socket(null, null, "s3cret", null, null, null), ".message: may change something, but target"
                + " 'shop' does not allow that; set tidemark.targets.shop.writes: true or leave it out");
        assertRefused(WRITE, socket(null, null, "", null, null, null), ".message: must have 1B to 64kB");
        assertRefused(WRITE, socket(null, null, "s3cret", null, "64B", null),
                ".size: leave out either it or message");
        assertRefused(READ, socket(null, null, null, "pong", null, null),
                ".expect: is for a message of your own; ours comes back as it was sent");
        assertRefused(READ, socket(null, null, null, null, "8B", null), ".size: must be 42B to 64kB, got 8B");
        assertRefused(READ, socket(null, null, null, null, "1kB", 65),
                ".in-flight: must be at most 64 with messages of 1000 bytes, 64kB in all");
        assertRefused(WRITE, socket(null, null, "s3cret", null, null, 2),
                ".in-flight: needs {mark} in the message, by which its answers are told apart");
        assertRefused(READ, new SocketSettings(null, Map.of("Sec-WebSocket-Key", new Secret("s3cret")), null, null,
                null, null, null, null, null), ".headers.Sec-WebSocket-Key: is set by Tidemark itself");
        assertRefused(READ, new SocketSettings(null, null, null, null, null, null, null, null, "2MB"),
                ".max-message: must be 1B to 1MB, got 2MB");
    }

    private static SocketSettings socket(@Nullable String path, @Nullable String subprotocol, @Nullable String message,
            @Nullable String expect, @Nullable String size, @Nullable Integer inFlight) {
        return new SocketSettings(path, null, subprotocol, null, message == null ? null : new Secret(message), expect,
                size, inFlight, null);
    }

    @Test
    void onlyOneWorkloadSendsSeveralMessagesAhead() {
        for (String workload : new String[]{"echo", "streams", "handshake"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TestProbes.of(READ, probe(workload, socket(null, null, null, null, null, 1))))
                    .withMessage("tidemark.probes.orders.socket.in-flight: is for workload 'messages' alone; leave it"
                            + " out with '" + workload + "'");
        }
    }

    @Test
    void whatIsSaidMeansNothingToAHandshake() {
        Map<String, SocketSettings> said = Map.of("message", socket(null, null, "s3cret", null, null, null), "expect",
                socket(null, null, null, "pong", null, null), "size", socket(null, null, null, null, "64B", null),
                "greetings", new SocketSettings(null, null, null, 0, null, null, null, null, null), "max-message",
                new SocketSettings(null, null, null, null, null, null, null, null, "64kB"));

        said.forEach((setting, socket) -> assertThatIllegalArgumentException().as(setting)
                .isThrownBy(() -> TestProbes.of(WRITE, probe("handshake", socket)))
                .withMessage("tidemark.probes.orders.socket." + setting
                        + ": is for workloads that send messages alone; leave it out with 'handshake'"));
        try (Probes probes = TestProbes.of(READ, probe("handshake", socket("/x", "chat.v1", null, null, null, null)))) {
            assertThat(probes.sources()).hasSize(1);
        }
    }

    @Test
    void withARateEachWorkerWaitsForItsAnswer() {
        LoadSettings load = new LoadSettings(100.0, null, Duration.ofSeconds(1), null, null, null, null, null);
        ProbeSettings paced = new ProbeSettings("shop", "messages", null, null, null, null, null, null, null, null,
                load, null, null, null, null, null, null, socket(null, null, null, null, null, 2));

        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(READ, paced))
                .withMessage("tidemark.probes.orders.socket.in-flight: is for a load without rate and think; with them"
                        + " each worker waits for its answer");
    }

    @Test
    void aConversationIsForWebSocketsAlone() {
        TargetSettings http = new TargetSettings("https://shop.example", null, null, null, null, null, null);
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(http, TestProbes.probe("echo")))
                .withMessage("tidemark.probes.orders.workload: 'echo' is for WebSocket endpoints, but target 'shop' is"
                        + " an HTTP endpoint");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(READ, TestProbes.probe("request")))
                .withMessage("tidemark.probes.orders.workload: 'request' is for HTTP endpoints, but target 'shop' is a"
                        + " WebSocket endpoint");
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(http, probe("request",
                socket("/x", null, null, null, null, null))))
                .withMessage("tidemark.probes.orders.socket: workload 'request' opens no WebSocket");
    }

    @Test
    void theWorkloadAloneIsEnoughAndBringsItsRules() {
        try (Probes probes = TestProbes.of(READ, TestProbes.probe("streams"))) {
            assertThat(probes.sources()).singleElement().satisfies(
                    source -> assertThat(source.description().rules()).extracting(RuleText::text).containsExactly(
                            "violations < 1 for 1m as warning", "lost < 1 for 1m as warning",
                            "drops < 1 for 1m as warning"));
            Explanation explanation = probes.explain("orders").orElseThrow();
            assertThat(explanation.statements()).containsExactly("GET / as a WebSocket, then messages of 64 bytes");
            assertThat(explanation.target()).isEqualTo("shop at wss://chat.example:443/v2");
            assertThat(explanation.settings()).containsEntry("connections", "101");
        }
    }

    @Test
    void theExampleOfTheReferenceIsTaken() throws IOException {
        PageExample example = PageExample.of("docs/websocket.md", "yaml websocket", "${CHAT_KEY}", "s3cret");

        try (Probes made = example.make(Path.of("target"))) {
            assertThat(made.sources()).hasSize(example.probes().size());
        }
    }

    private static ProbeSettings probe(String workload, SocketSettings socket) {
        return new ProbeSettings("shop", workload, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, socket);
    }

    private static void assertRefused(TargetSettings target, SocketSettings socket, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(() -> TestProbes.of(target, probe("messages", socket)))
                .withMessage("tidemark.probes.orders.socket" + sentence).withMessageNotContaining("s3cret");
    }
}
