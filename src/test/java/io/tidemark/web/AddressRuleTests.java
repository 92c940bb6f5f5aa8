package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.BesideOthers;
import io.tidemark.metric.Secret;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;

@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(BesideOthers.ONE_AT_A_TIME)
class AddressRuleTests {

    private static final ApiSettings CLOSED = new ApiSettings(null, false);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1"})
    void loopbackNeedsNothing(String address) throws Exception {
        assertThat(new AddressRule(listeningOn(address), CLOSED)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1"})
    void anythingElseNeedsTokenOrOpenReads(String address) throws Exception {
        ServerProperties server = listeningOn(address);
        assertThatExceptionOfType(AccessException.class).isThrownBy(() -> new AddressRule(server, CLOSED))
                .withMessageContainingAll("server.address", "tidemark.api.token", "tidemark.api.open-reads")
                .withMessageNotContaining("\n");
        assertThat(new AddressRule(server, new ApiSettings(null, true))).isNotNull();
        assertThat(new AddressRule(server, new ApiSettings(new Secret("x"), false))).isNotNull();
        assertThat(new AddressRule(server, new ApiSettings(new Secret("x"), true))).isNotNull();
    }

    @Test
    void noAddressMeansEveryAddress() {
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> new AddressRule(new ServerProperties(), CLOSED)).withMessageContaining("not set");
    }

    @Test
    void forwardedHeadersCannotBeTrusted() throws Exception {
        ServerProperties server = listeningOn("127.0.0.1");
        server.setForwardHeadersStrategy(ForwardHeadersStrategy.FRAMEWORK);
        assertThatExceptionOfType(AccessException.class).isThrownBy(() -> new AddressRule(server, CLOSED))
                .withMessageContainingAll("server.forward-headers-strategy", "'framework'", "'none'");
        server.setForwardHeadersStrategy(ForwardHeadersStrategy.NONE);
        assertThat(new AddressRule(server, CLOSED)).isNotNull();
    }

    @Test
    void stopsTheStart() {
        assertThatThrownBy(() -> Shell.start(null, false, "server.address=0.0.0.0").close())
                .hasRootCauseInstanceOf(AccessException.class);
    }

    @Test
    void aForwardedPeerIsNotBelievedEvenOnAPlatformThatIsSaidToForward() throws Exception {
        try (Shell shell = Shell.start(null, false, "spring.main.cloud-platform=kubernetes")) {
            assertThat(shell.get("/api/v1/status", "X-Forwarded-For: 10.0.0.1")).startsWith("HTTP/1.1 403");
            assertThat(shell.get("/api/v1/status")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void startsWithoutMakingUpAUser(CapturedOutput output) throws Exception {
        try (Shell shell = Shell.start(null, true, "server.address=0.0.0.0", "logging.level.root=info")) {
            assertThat(shell.get("/livez")).startsWith("HTTP/1.1 200");
        }
        assertThat(output).doesNotContainIgnoringCase("password").doesNotContain("UserDetails");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "line\nfeed", "ümlaut"})
    void aTokenNobodyCouldSendIsRefused(String token) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ApiSettings(new Secret(token), false))
                .withMessageContaining("tidemark.api.token");
    }

    private static ServerProperties listeningOn(String address) throws Exception {
        ServerProperties server = new ServerProperties();
        server.setAddress(InetAddress.getByName(address));
        return server;
    }
}
