package io.tidemark.alert.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.HostConditions.Conditions;
import io.tidemark.metric.Observation;
import io.tidemark.probe.LimitSettings;
import io.tidemark.probe.ProbedShop;
import io.tidemark.probe.TestPostgres;
import io.tidemark.sampling.ReplayedKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trouble that is really there: a real database that is locked, crowded and frozen under real probes; only the clock is
 * turned. What a test cannot bring about on a machine, a stolen processor and a slow disk, is what a kernel said of it.
 */
class PlantedCausesTests {

    private static final int USUAL = 6;
    private static final TestPostgres SHARED = TestPostgres.shared();
    /** Of runs that get no answer and end by it. */
    private static final Duration SHORT = Duration.ofSeconds(2);
    /** Of runs that do not end by it, however slow the machine is. */
    private static final Duration LONG = Duration.ofMinutes(1);
    /** Statements may take longer than locks: else a lock that is waited for is a statement that took too long. */
    private static final LimitSettings LONG_LOCKS = new LimitSettings(Duration.ofSeconds(5), Duration.ofSeconds(2),
            null, null, null);

    private final Watched machine = new Watched();

    @TempDir
    private Path directory;

    @Test
    void aPoolThatIsTooSmallForTheCrowd() {
        try (ProbedShop quiet = new ProbedShop(SHARED.settings(), 1, 1, 50, LONG);
                ProbedShop crowded = new ProbedShop(SHARED.settings(), 24, 1, 400, LONG)) {
            learn(quiet);
            see(crowded.run());

            assertThat(machine.breach().sentence())
                    .matches("slow because the pool was exhausted: wait is 9\\d(\\.\\d)? % of the time.*");
        }
    }

    @Test
    void aLockThatSomebodyHolds() throws Exception {
        try (ProbedShop shop = new ProbedShop(SHARED.settings(LONG_LOCKS), 3, 3, 50, LONG)) {
            learn(shop);
            try (Connection holder = holding(SHARED)) {
                CompletableFuture<Observation> running = CompletableFuture.supplyAsync(shop::run);
                Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> isWaitedFor(holder));
                Observation server = shop.server();
                see(running.join());
                machine.sampled(server);
            }

            assertThat(machine.breach().sentence()).matches("a lock was held on shop: \\d operations? did not get it "
                    + "within the limit(, \\d locks? waited for)?");
        }
    }

    @Test
    void aFrozenServer() throws IOException {
        try (TestPostgres server = new TestPostgres();
                ProbedShop shop = new ProbedShop(server.settings(), 2, 2, 50, SHORT)) {
            learn(shop);
            server.freeze();
            see(shop.run());
            server.thaw();

            Causes causes = machine.breach();
            assertThat(causes.sentence()).startsWith("the server does not answer: frozen or gone (shop ");
            assertThat(causes.moved()).extracting(Causes.Cause::sentence).containsOnlyOnce(causes.sentence());
            assertThat(causes.moved().getFirst().value()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsGone() throws IOException {
        try (TestPostgres server = new TestPostgres();
                ProbedShop shop = new ProbedShop(server.settings(), 2, 2, 50, SHORT)) {
            learn(shop);
            server.kill();
            see(shop.run());

            assertThat(machine.breach().sentence())
                    .startsWith("the server does not answer: gone or out of reach (cannot connect to shop at ");
        }
    }

    @Test
    void nothingThatIsWrong() {
        try (ProbedShop shop = new ProbedShop(SHARED.settings(), 1, 1, 50, LONG)) {
            learn(shop);
            see(shop.run());

            assertThat(machine.breach().sentence()).doesNotContain("a lock was", "the pool was", "does not answer");
        }
    }

    @Test
    void aSlowDiskAsAKernelToldIt() {
        ReplayedKernel kernel = new ReplayedKernel(directory);
        for (int second = 0; second < 620; second++) {
            machine.now = machine.now.plusSeconds(1);
            int slow = Math.max(0, second - 600);
            long busy = 120L * second + 870L * slow;
            long queue = 150L * second + 14_000L * slow;
            machine.observe(kernel.disks(machine.now, "8 0 sda %d 0 %d 9 %d 0 %d 9 3 %d %d 0 0 0 0 5 6\n".formatted(
                    second, second * 8, second * 40, second * 900, busy, queue)));
        }

        assertThat(machine.breach().sentence())
                .startsWith("the disk sda was busy 99 %, its queue 14.").contains(" deep");
    }

    @Test
    void aStolenProcessorAsAKernelToldIt() {
        ReplayedKernel kernel = new ReplayedKernel(directory);
        for (int second = 0; second < 620; second++) {
            machine.now = machine.now.plusSeconds(1);
            int stolen = Math.max(0, second - 600);
            machine.observe(kernel.processors(machine.now,
                    "cpu  %d 0 0 %d 0 0 0 %d 0 0\n".formatted(60 * second, 140 * second - 80 * stolen, 80 * stolen)));
        }

        assertThat(machine.breach().sentence()).startsWith("the machine lost 40 % of its processor time to steal: ");
    }

    private void learn(ProbedShop shop) {
        for (int i = 0; i < USUAL; i++) {
            shop.run();
            machine.sampled(shop.server());
            see(shop.run());
        }
    }

    /** Of a machine that nothing is known of: that this one may be busy is not what is planted. */
    private void see(Observation run) {
        machine.run(run, Conditions.UNKNOWN);
    }

    private static Connection holding(TestPostgres server) throws SQLException {
        Connection holder = DriverManager.getConnection(server.url(), "postgres", "");
        holder.setAutoCommit(false);
        try (Statement lock = holder.createStatement()) {
            lock.execute("lock table tidemark_probe.\"orders-read\"");
        }
        return holder;
    }

    private static boolean isWaitedFor(Connection holder) throws SQLException {
        try (Statement statement = holder.createStatement();
                ResultSet row = statement.executeQuery("select exists(select from pg_locks where not granted)")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
