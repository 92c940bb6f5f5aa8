package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tidemark.BesideOthers;
import io.tidemark.alert.channel.Channel;
import io.tidemark.alert.channel.Channels;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.TestMessages;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.metric.BackOff;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever goes wrong with a receiver, its path and token stay out of logs, receipts and text forms. */
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(BesideOthers.ONE_AT_A_TIME)
class SecretsTests {

    private static final String SECRET = "T0pS3cret";
    private static final String KEY = SECRET + "0".repeat(32 - SECRET.length());

    private final TurnedClock clock = new TurnedClock();
    private final Ids ids = new Ids(clock, 0, 0);
    private final List<Told> receipts = new ArrayList<>();

    @Test
    void neverShown(CapturedOutput output) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (int status : new int[]{302, 404, 500}) {
            server.createContext("/" + status, exchange -> {
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            });
        }
        server.start();
        String origin = "http://localhost:" + server.getAddress().getPort();
        tell(origin + "/302/" + SECRET);
        tell(origin + "/404/" + SECRET);
        tell(origin + "/500/" + SECRET);
        for (String status : new String[]{"302", "404", "500"}) {
            tell(Map.of("type", "slack", "url", origin + "/" + status + "/" + SECRET));
            tell(Map.of("type", "pagerduty", "url", origin + "/" + status, "routing-key", KEY));
            tell(Map.of("type", "alertmanager", "url", origin + "/" + status, "token", SECRET));
        }
        int port = server.getAddress().getPort();
        server.stop(0);
        tell(origin + "/away/" + SECRET);
        tell("http://nowhere.invalid/" + SECRET);
        tell(Map.of("type", "email", "host", "localhost", "port", Integer.toString(port), "from", "a@x.example", "to",
                "b@x.example", "username", SECRET, "password", SECRET));

        assertThat(output).contains(origin).doesNotContain(SECRET);
        assertThat(receipts).hasSize(15).asString().contains(origin).doesNotContain(SECRET);
        assertThat(new AlertSettings(Map.of("on-call", settings(origin + "/" + SECRET)), Duration.ofHours(4)))
                .asString()
                .doesNotContain(SECRET);
    }

    private void tell(String url) throws InterruptedException {
        tell(settings(url));
    }

    private void tell(Map<String, String> settings) throws InterruptedException {
        Channel channel = Objects.requireNonNull(new Channels(AlertConfiguration.factories())
                .create(Map.of("on-call", settings)).get("on-call")).channel();
        Mailbox mailbox = new Mailbox("on-call", new OutboxOnly());
        mailbox.add(Message.of(new AlertChange.Fired(ids.next(), OpenAlert.pending(ids.next(), "web-1",
                Judgements.breached("r", Labels.NONE, clock.instant())).alert(), clock.instant())));
        Postman postman = new Postman("on-call", channel, mailbox, receipts::addAll,
                new Refresh(Optional.empty(), List::of, () -> 0), new Pace(new BackOff(new Random(7)), clock, () -> 0));
        assertThat(postman.step().orElseThrow()).isLessThan(Duration.ofSeconds(2));
        TestMessages.of("web-1", clock.instant()).forEach(test -> assertThat(channel.preview(test))
                .isNotBlank().doesNotContain(SECRET));
    }

    private static Map<String, String> settings(String url) {
        return Map.of("type", "webhook", "url", url, "token", SECRET);
    }
}
