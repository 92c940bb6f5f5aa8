package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.BesideOthers;
import io.tidemark.alert.channel.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 at every step of a delivery: every change is told, at most one message a kill is told twice, then with the
 * same key, and the changes of an alert in their order.
 */
@BesideOthers
class DeliveryKillTests {

    private static final int KILLS = Integer.getInteger("delivery.kills", 5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path data;
    private final Random random = new Random(11);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server = server();
    private volatile @Nullable Process victim;
    private volatile Step step = Step.ANY;

    /** When the process is killed. */
    private enum Step {
        ANY,
        WHILE_SENT,
        ONCE_TAKEN
    }

    /** @param life how many kills there had been when its sender was launched */
    private record Received(int life, String key) {}

    @BeforeEach
    void start() {
        server.createContext("/", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void everythingIsToldInOrderAndHardlyAnythingTwice() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            killOnce(kill, Step.values()[kill % Step.values().length]);
        }
        step = Step.ANY;
        Process last = launch(KILLS);
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> text("said").contains("quiet"));
        } finally {
            last.destroyForcibly().waitFor();
        }
        check();
    }

    private void killOnce(int life, Step when) throws IOException, InterruptedException {
        step = Step.ANY;
        Process process = launch(life, Integer.toString(random.nextInt()));
        try {
            // Every fourth at any time since its launch, so that some hit what it does at its start.
            boolean early = random.nextInt(4) == 0;
            if (!early) {
                awaitChanges(process, 4 + random.nextInt(8));
            }
            boolean ended = process.waitFor(random.nextInt(early ? 1_500 : KilledTeller.LULL_MILLIS),
                    TimeUnit.MILLISECONDS);
            assertThat(ended).as(() -> "ended by itself: " + text("errors")).isFalse();
            victim = process;
            step = when;
            // Whether a message comes or not.
            process.waitFor(when == Step.ANY ? 0 : 1_500, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
            step = Step.ANY;
        }
    }

    private Process launch(int life, String... seed) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=quiet-logback.xml", "-cp", System.getProperty("java.class.path"),
                KilledTeller.class.getName(), data.toString(),
                "http://127.0.0.1:" + server.getAddress().getPort() + "/" + life));
        command.addAll(List.of(seed));
        return new ProcessBuilder(command).redirectOutput(data.resolve("said").toFile())
                .redirectError(data.resolve("errors").toFile()).start();
    }

    /** For so many rather than for so long: a slow machine is to tell as much as any other. */
    private void awaitChanges(Process process, int kept) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> changesKept() >= kept || !process.isAlive());
    }

    private int changesKept() {
        return text("said").lines().filter(line -> line.matches("\\d+")).mapToInt(Integer::parseInt).max().orElse(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        Step now = step;
        exchange.getRequestBody().readAllBytes();
        int life = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
        received.add(new Received(life, exchange.getRequestHeaders().getFirst("Idempotency-Key")));
        if (now == Step.WHILE_SENT) {
            kill();
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
        if (now == Step.ONCE_TAKEN) {
            kill();
        }
    }

    private void kill() {
        Process process = victim;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void check() throws SQLException {
        Map<Long, Message> kept = new TreeMap<>();
        Set<Long> untold = new HashSet<>();
        read(kept, untold);
        assertThat(kept.size()).as("changes").isGreaterThan(KILLS * 3);
        assertThat(untold).as("changes without a receipt").isEmpty();
        Map<String, List<Received>> byKey = new LinkedHashMap<>();
        received.forEach(one -> byKey.computeIfAbsent(one.key, _ -> new ArrayList<>()).add(one));

        List<Long> told = byKey.keySet().stream().flatMap(key -> changes(key, kept).stream()).toList();
        assertThat(told).as("each told, each in one message only").doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(kept.keySet());
        Map<Long, Long> last = new HashMap<>();
        for (long change : told) {
            long alert = Objects.requireNonNull(kept.get(change)).alert();
            assertThat(change).as("order of alert " + alert)
                    .isGreaterThan(last.getOrDefault(alert, 0L));
            last.put(alert, change);
        }
        Map<Integer, Integer> again = new TreeMap<>();
        byKey.values().forEach(
                all -> all.stream().skip(1).forEach(one -> again.merge(one.life, 1, Integer::sum)));
        assertThat(again.values()).as("told again after a kill").allMatch(count -> count == 1);
        System.out.printf("%d kills: %d changes in %d messages, all told, %d messages told twice%n", KILLS, kept.size(),
                byKey.size(), again.size());
    }

    /** The changes a key stands for. */
    private static List<Long> changes(String key, Map<Long, Message> kept) {
        long first = Long.parseLong(key.replaceFirst("-.*", ""));
        long last = Long.parseLong(key.replaceFirst(".*-", ""));
        return kept.keySet().stream().filter(change -> change >= first && change <= last).toList();
    }

    private void read(Map<Long, Message> kept, Set<Long> untold) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + data.resolve("store"), "sa", "");
                ResultSet rows = connection.createStatement()
                        .executeQuery("select payload, state from alert_outbox order by change_id")) {
            while (rows.next()) {
                Message message = Message.parse(rows.getString(1));
                kept.put(message.change(), message);
                if (!rows.getString(2).equals("DELIVERED")) {
                    untold.add(message.change());
                }
            }
        }
    }

    private String text(String file) {
        try {
            return Files.readString(data.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
