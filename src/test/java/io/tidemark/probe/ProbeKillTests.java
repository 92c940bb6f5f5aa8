package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 while probes write: nothing foreign is touched, what is left is that of one run a server, and it is gone after
 * the next start.
 */
@BesideOthers
class ProbeKillTests {

    private static final int KILLS = Integer.getInteger("probe.kills", 3);

    private static final String OUR_KEYS = "tidemark:" + KilledProber.INSTANCE + ":*";
    private static final String FOREIGN_TABLE = "(run, id, instance, payload) as select 7::bigint, i, '"
            + KilledProber.INSTANCE + "'::varchar, md5(i::text) from generate_series(1, 1000) as n(i)";

    @TempDir
    private Path data;

    private static TestPostgres database;
    private static TestRedis cache;

    @BeforeAll
    static void start() {
        database = new TestPostgres();
        cache = new TestRedis();
    }

    @AfterAll
    static void stop() throws IOException {
        cache.close();
        database.close();
    }

    @Test
    void leavesNoMoreThanARunWhichTheNextStartRemovesAndTouchesNothingForeign() throws Exception {
        runAll();
        addForeign();
        Map<String, String> foreign = foreign();
        Random random = new Random(7);
        Left all = new Left(0, 0, 0);
        for (int kill = 0; kill < KILLS; kill++) {
            killWhileProbing(kill, Duration.ofMillis(random.nextInt(1500)));
            assertThat(foreign()).as("foreign after kill %d", kill).isEqualTo(foreign);
            all = all.and(left());
            startAgain(kill % 2 == 0);
            assertThat(foreign()).as("foreign after start %d", kill).isEqualTo(foreign);
            assertThat(left()).as("left after start %d", kill).isEqualTo(new Left(0, 0, 0));
        }
        // Otherwise no kill was at the right time, and nothing was tested.
        assertThat(all.rows + all.keys).isPositive();
        System.out.printf(
                "%d kills, of which %d left something: %d rows and %d keys, all removed at the next start%n",
                KILLS, all.kills, all.rows, all.keys);
    }

    /** Leftovers, and after how many kills there were any. */
    private record Left(long rows, long keys, int kills) {

        Left and(Left more) {
            return new Left(rows + more.rows, keys + more.keys, kills + more.kills);
        }
    }

    private Probes open() {
        return KilledProber.open(database.url(), cache.port(), data);
    }

    private void runAll() {
        try (Probes probes = open()) {
            KilledProber.probes(probes).forEach(ProbeKillTests::succeed);
        }
    }

    private static void succeed(Source source) {
        assertThat(source.observe().outcome()).as(source.name()).isEqualTo(new Outcome.Succeeded());
    }

    /** By turns the sweep and the runs alone have to do it. */
    private void startAgain(boolean sweeping) {
        if (!sweeping) {
            runAll();
            return;
        }
        try (Probes probes = open()) {
            probes.sources().stream().filter(LeftoverSource.class::isInstance).forEach(source -> {
                Observation seen = source.observe();
                assertThat(seen.outcome()).as(source.name()).isEqualTo(new Outcome.Succeeded());
            });
        }
    }

    private void addForeign() {
        database.admin("create table public.precious " + FOREIGN_TABLE,
                "create table tidemark_probe.precious " + FOREIGN_TABLE,
                "alter table tidemark_probe.precious owner to probe",
                "insert into tidemark_probe.insert (run, id, instance, payload) select 7, i, 'web-2', md5(i::text)"
                        + " from generate_series(1, 500) as n(i)",
                "insert into tidemark_probe.transaction (run, id, instance, payload) select 7, i, 'web-2', md5(i::text)"
                        + " from generate_series(1, 500) as n(i)",
                "insert into tidemark_probe.\"bulk-insert.bulk\" (run, id, instance, code, payload)"
                        + " select 7, i, 'web-2', 'foreign-' || i, md5(i::text) from generate_series(1, 500) as n(i)");
        cache.admin(jedis -> {
            for (String prefix : List.of("orders:", "tidemark:web-2:put:", "tidemark:killed-10:put:",
                    "tidemark:killed-1:basket:", "tidemark:killed-1:put:copy-")) {
                for (int i = 0; i < 100; i++) {
                    jedis.set(prefix + i, "precious " + i);
                }
            }
            jedis.rpush("tidemark:killed-1:puts:1", "one", "two");
            return jedis.hset("basket", Map.of("one", "1", "two", "2"));
        });
    }

    /** Everything that is not ours, with where and since when it is there, and a key's value as the server stores it. */
    private Map<String, String> foreign() {
        Map<String, String> foreign = new TreeMap<>();
        Stream.concat(Stream.of("public.precious", "tidemark_probe.precious"),
                KilledProber.TABLES.stream().map(name -> "tidemark_probe.\"" + name + '"'))
                .forEach(table -> foreign.put(table, text("select string_agg(ctid || ' ' || xmin || ' ' || t::text,"
                        + " '\n' order by ctid) from " + table + " t" + (table.endsWith("precious")
                                ? ""
                                : " where instance <> '" + KilledProber.INSTANCE + "'"))));
        cache.admin(jedis -> {
            jedis.keys("*").stream().filter(key -> !isOurs(key))
                    .forEach(key -> foreign.put(key, HexFormat.of().formatHex(jedis.dump(key))));
            return foreign;
        });
        return foreign;
    }

    private static boolean isOurs(String key) {
        return key.matches("tidemark:killed-1:(put|mixed):[0-9]+");
    }

    /** What is ours and left, checked to be no more than one run's. */
    private Left left() {
        String ours = " where instance = '" + KilledProber.INSTANCE + "' and run > 0";
        String union = KilledProber.TABLES.stream().map(name -> "select run from tidemark_probe.\"" + name + '"' + ours)
                .collect(Collectors.joining(" union all "));
        long rows = database.count("select count(*) from (" + union + ") as l");
        assertThat(rows).isLessThanOrEqualTo(KilledProber.MOST_ROWS);
        assertThat(database.count("select count(distinct run) from (" + union + ") as l")).isLessThanOrEqualTo(1);
        List<String> keys = cache.keys(OUR_KEYS).stream().filter(ProbeKillTests::isOurs).toList();
        assertThat(keys.size()).isLessThanOrEqualTo(KilledProber.KEYS);
        assertThat(keys.stream().map(key -> key.substring(0, key.lastIndexOf(':'))).distinct().count())
                .isLessThanOrEqualTo(1);
        return new Left(rows, keys.size(), rows + keys.size() > 0 ? 1 : 0);
    }

    private void killWhileProbing(int kill, Duration after) throws IOException, InterruptedException {
        Path said = data.resolve("said-" + kill);
        Path errors = data.resolve("errors");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx128m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlogback.configurationFile=quiet-logback.xml", "-cp",
                System.getProperty("java.class.path"), KilledProber.class.getName(), database.url(),
                Integer.toString(cache.port()), data.toString()).redirectOutput(said.toFile())
                .redirectError(errors.toFile()).start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
                    .until(() -> runsOnBoth(text(said)) || !process.isAlive());
            assertThat(process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS))
                    .as(() -> "ended by itself: " + text(errors)).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(text(said).lines().filter(line -> line.endsWith("]"))).as("runs").allMatch(
                line -> line.endsWith(new Outcome.Succeeded().toString()));
        awaitServers();
    }

    private static boolean runsOnBoth(String said) {
        return said.contains("target:shop ") && said.contains("target:cache ");
    }

    /** A server may still be at what it was last told. */
    private void awaitServers() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> database
                .count("select count(*) from pg_stat_activity where usename = 'probe'") == 0
                && cache.admin(jedis -> jedis.clientList().lines().count()) == 1);
    }

    private String text(String query) {
        try (Connection connection = DriverManager.getConnection(database.url(), "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
