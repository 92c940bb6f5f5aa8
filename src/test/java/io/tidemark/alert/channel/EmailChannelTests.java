package io.tidemark.alert.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.tidemark.alert.channel.SmtpServer.Security;
import io.tidemark.metric.Secret;
import jakarta.mail.Address;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Against a real mail server, and against some that misbehave. */
@ExtendWith(OutputCaptureExtension.class)
class EmailChannelTests {

    private static final String SECRET = "T0pS3cret";
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;
    private static SSLSocketFactory trust;
    private static SSLContext keys;

    private final GreenMail greenMail = new GreenMail(new ServerSetup[]{patient("smtp"), patient("smtps")});

    /** One that is waited for as long as it takes to start. */
    private static ServerSetup patient(String protocol) {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(Duration.ofMinutes(2).toMillis());
        return setup;
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("localhost.p12");
        assertThat(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype",
                "PKCS12", "-keystore", store.toString(), "-storepass", "changeit").start().waitFor()).isZero();
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", "changeit");
        KeyStore keystore = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keystore, "changeit".toCharArray());
        keys = SSLContext.getInstance("TLS");
        keys.init(own.getKeyManagers(), null, null);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("localhost", keystore.getCertificate("mykey"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        trust = context.getSocketFactory();
    }

    @AfterEach
    void stop() {
        greenMail.stop();
    }

    @Test
    void theServerTakesTheMail() throws Exception {
        greenMail.start();

        assertThat(plain().send(Samples.firing())).isEqualTo(new Delivery.Delivered());

        MimeMessage mail = greenMail.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("FIRING critical: orders-p99 on web-1: p99 is 312 ms");
        assertThat(mail.getAllRecipients()).extracting(Address::toString).containsExactly("a@x.example", "b@x.example");
        assertThat(mail.getFrom()).extracting(Address::toString).containsExactly("Tidemark <tidemark@x.example>");
        assertThat(mail.getMessageID()).isEqualTo("<43@web-1.tidemark>");
        assertThat(mail.getHeader("References", null)).isEqualTo("<alert-42@web-1.tidemark>");
        assertThat(mail.getSentDate().toInstant()).isEqualTo(Samples.NOW);
        assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(GreenMailUtil.getBody(mail)).contains("condition: p99 < 250ms", "since: 2026-11-20T10:00:00Z");
    }

    @Test
    void theSameNotificationIsTheSameMail() throws Exception {
        greenMail.start();
        plain().send(Samples.several());
        plain().send(Samples.several());

        MimeMessage[] mails = greenMail.getReceivedMessages();
        assertThat(mails[0].getMessageID()).isEqualTo("<44-48@web-1.tidemark>").isEqualTo(mails[2].getMessageID());
        assertThat(GreenMailUtil.getBody(mails[0])).isEqualTo(GreenMailUtil.getBody(mails[2]));
    }

    @Test
    void noTextBecomesAHeader() throws Exception {
        greenMail.start();
        Message message = Samples.firing().messages().getFirst();
        message.annotations().put("summary", "x\r\nBcc: evil@x.example\r\n\r\nünd mehr");

        plain().send(new Notification("1\r\nX: y", List.of(message), 0));

        MimeMessage mail = greenMail.getReceivedMessages()[0];
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getHeader("X")).isNull();
        assertThat(mail.getMessageID()).isEqualTo("<1--X--y@web-1.tidemark>");
        assertThat(mail.getSubject()).endsWith("x  Bcc: evil@x.example    ünd mehr");
    }

    @Test
    void aPasswordGoesOverTls() throws Exception {
        greenMail.setUser("tidemark@x.example", "tidemark", SECRET);
        greenMail.start();

        assertThat(ssl("localhost", SECRET).send(Samples.firing())).isEqualTo(new Delivery.Delivered());
        assertThat(ssl("localhost", "wrong" + SECRET).send(Samples.firing())).isEqualTo(new Delivery.Rejected(
                "smtp://localhost:" + greenMail.getSmtps().getPort() + " did not take the username and password"));
        assertThat(greenMail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aConnectionThatIsUpgradedToTlsCarriesThePassword() throws Exception {
        greenMail.setUser("tidemark@x.example", "tidemark", SECRET);
        greenMail.start();
        try (StarttlsFront front = new StarttlsFront(keys, greenMail.getSmtp().getPort())) {
            assertThat(starttls("localhost", front, SECRET).send(Samples.firing()))
                    .isEqualTo(new Delivery.Delivered());
            assertThat(starttls("localhost", front, "wrong" + SECRET).send(Samples.firing()))
                    .isEqualTo(new Delivery.Rejected(
                            "smtp://localhost:" + front.port() + " did not take the username and password"));
            assertThat(front.inTheOpen()).hasSize(4).allMatch(line -> line.matches("EHLO .*|STARTTLS"));
        }
        assertThat(greenMail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void anUpgradedConnectionMustBeToTheHostItself() throws Exception {
        greenMail.start();
        try (StarttlsFront front = new StarttlsFront(keys, greenMail.getSmtp().getPort())) {
            assertThat(starttls("127.0.0.1", front, SECRET).send(Samples.firing())).isInstanceOf(Delivery.Retry.class);
        }
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void aCertificateMustNameTheHost() throws Exception {
        greenMail.start();

        assertThat(ssl("127.0.0.1", SECRET).send(Samples.firing())).isInstanceOf(Delivery.Retry.class).asString()
                .contains("could not be reached").doesNotContain(SECRET);
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void withoutTlsAServerLearnsNothingThatIsMeantForTls() throws Exception {
        greenMail.start();
        int port = greenMail.getSmtp().getPort();
        try (ServerSocket open = scripted("250 ok")) {
            assertThat(channel(server("localhost", open.getLocalPort(), Security.STARTTLS, SECRET, DEADLINE))
                    .send(Samples.firing())).isInstanceOf(Delivery.Retry.class);
        }
        assertThat(channel(server("localhost", port, Security.SSL, SECRET, DEADLINE)).send(Samples.firing()))
                .isInstanceOf(Delivery.Retry.class);
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void aRefusalIsFinalAndTroubleIsNot() throws Exception {
        try (ServerSocket refusing = scripted("550 no such user a@x.example")) {
            String shown = "smtp://localhost:" + refusing.getLocalPort();
            assertThat(send(refusing)).isEqualTo(new Delivery.Rejected(shown + " answered 550"));
        }
        try (ServerSocket busy = scripted("451 try later")) {
            String shown = "smtp://localhost:" + busy.getLocalPort();
            assertThat(send(busy)).isEqualTo(new Delivery.Retry(shown + " answered 451", Optional.empty()));
        }
    }

    @Test
    void aServerThatCannotLookAtAPasswordNowIsTriedAgain() throws Exception {
        for (String word : List.of("454 4.7.0 Temporary authentication failure", "421 closing")) {
            try (ServerSocket busy = scripted(keys, line -> line.startsWith("EHLO")
                    ? "250-here\r\n250 AUTH PLAIN"
                    : line.startsWith("AUTH") ? word : "250 ok")) {
                assertThat(channel(server("localhost", busy.getLocalPort(), Security.SSL, SECRET, DEADLINE))
                        .send(Samples.firing())).isEqualTo(new Delivery.Retry(
                                "smtp://localhost:"
                                        + busy.getLocalPort() + " did not let anybody log in",
                                Optional.empty()));
            }
        }
    }

    @Test
    void oneAddressThatIsNotTakenNowKeepsTheMailFromNoOther(CapturedOutput output) throws Exception {
        try (ServerSocket greylisting = scripted(line -> line.startsWith("RCPT TO:<b@")
                ? "450 4.2.0 greylisted"
                : line.startsWith("DATA") ? "354 go" : "250 ok")) {
            assertThat(send(greylisting)).isEqualTo(new Delivery.Delivered());

            assertThat(output).contains("smtp://localhost:" + greylisting.getLocalPort()
                    + " took a mail for 1 of its addresses and answered 450 to another, who is not told");
        }
    }

    @Test
    void aServerThatSaysAWordNowAndThenIsLeft() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> drip(slow));

            assertThat(channel(server("localhost", slow.getLocalPort(), Security.NONE, null, Duration.ofMillis(400)))
                    .send(Samples.firing())).isEqualTo(
                            new Delivery.Retry("smtp://localhost:" + slow.getLocalPort()
                                    + " did not answer within 400 ms", Optional.empty()));
        }
    }

    @Test
    void noTextFormShowsASecret() {
        Channel channel = new EmailChannel.Factory().create(new ChannelOptions("p", "mail",
                Map.of("host", "Mail.Example.", "from", "t@x.example", "to", "a@x.example", "username", "me",
                        "password", SECRET)));

        assertThat(channel).hasToString("smtp://mail.example:587");
        assertThat(channel.preview(Samples.firing())).doesNotContain(SECRET);
    }

    private static Delivery send(ServerSocket socket) throws InterruptedException {
        return channel(server("localhost", socket.getLocalPort(), Security.NONE, null, DEADLINE))
                .send(Samples.firing());
    }

    private EmailChannel plain() {
        return channel(server("localhost", greenMail.getSmtp().getPort(), Security.NONE, null, DEADLINE));
    }

    private EmailChannel ssl(String host, String password) {
        return channel(server(host, greenMail.getSmtps().getPort(), Security.SSL, password, DEADLINE));
    }

    private static EmailChannel starttls(String host, StarttlsFront front, String password) {
        return channel(server(host, front.port(), Security.STARTTLS, password, DEADLINE));
    }

    private static SmtpServer server(String host, int port, Security security, @Nullable String password,
            Duration deadline) {
        return new SmtpServer(host, port, security, "tidemark", password == null ? null : new Secret(password),
                deadline, trust);
    }

    private static EmailChannel channel(SmtpServer server) {
        return new EmailChannel(server, Envelope.of(new ChannelOptions("p", "mail",
                Map.of("from", "Tidemark <tidemark@x.example>", "to", "a@x.example, b@x.example"))));
    }

    /** Says yes to everything but recipients. */
    private static ServerSocket scripted(String toRecipients) throws IOException {
        return scripted(line -> line.startsWith("RCPT") ? toRecipients : line.startsWith("DATA") ? "354 go" : "250 ok");
    }

    private static ServerSocket scripted(UnaryOperator<String> answers) throws IOException {
        return scripted(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answers);
    }

    private static ServerSocket scripted(SSLContext keys, UnaryOperator<String> answers) throws IOException {
        return scripted(keys.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
                answers);
    }

    /** One conversation, an answer for each line. */
    private static ServerSocket scripted(ServerSocket server, UnaryOperator<String> answers) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept();
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                say(socket, "220 ready");
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    say(socket, answers.apply(line));
                }
            } catch (IOException _) {
                // The client has gone.
            }
        });
        return server;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept()) {
            while (true) {
                say(socket, "220-wait");
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException _) {
            // The client has gone.
        }
    }
}
