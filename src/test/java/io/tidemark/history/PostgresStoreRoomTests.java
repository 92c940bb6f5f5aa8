package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.util.unit.DataSize;

/** The room of the shared store, in partitions and without. */
class PostgresStoreRoomTests extends StoreRoomContract {

    private static EmbeddedPostgres postgres;
    private TestStore server;

    @BeforeAll
    static void startServer() {
        postgres = TestStores.startPostgres();
    }

    @AfterAll
    static void stopServer() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void open() {
        server = TestStore.postgres(postgres);
    }

    @AfterEach
    void close() {
        server.execute("drop schema public cascade");
        server.execute("create schema public");
        server.close();
    }

    @Test
    void partitionsAreMadeAheadAndDroppedAsAWhole() {
        Retention retention = retention(settings(2000));
        assertThat(partitions("sample_block")).containsExactly("sample_block_default", "sample_block_p20260228",
                "sample_block_p20260301", "sample_block_p20260302", "sample_block_p20260303");
        assertThat(partitions("probe_run")).contains("probe_run_p20260301");
        assertThat(server.query("select attstorage::text from pg_attribute where attname = 'data' "
                + "and attrelid = 'sample_block_p20260301'::regclass")).containsExactly("e");

        write(retention, Duration.ofDays(2), 2);
        assertThat(server.query("select count(*)::text from sample_block_default")).containsExactly("0");
        assertThat(server.query("select count(*)::text from probe_run_default")).containsExactly("0");
        assertThat(server.query("select count(*)::text from probe_run_p20260301")).containsExactly("24");

        clock.turn(Duration.ofDays(3).minusHours(6));
        retention.clean();
        assertThat(partitions("sample_block")).contains("sample_block_default", "sample_block_p20260302")
                .doesNotContain("sample_block_p20260301", "sample_block_p20260228");
        assertThat(server.query("select count(*)::text from sample_block")).containsExactly("144");
        assertThat(partitions("probe_run")).contains("probe_run_p20260301");
    }

    @Test
    void whatIsKeptLongIsPartitionedByMonth() {
        retention(new HistorySettings(Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(1095),
                Duration.ofDays(61), DataSize.ofMegabytes(64), DataSize.ofMegabytes(2000)));
        assertThat(partitions("sample_block")).containsExactly("sample_block_default", "sample_block_p202602",
                "sample_block_p202603", "sample_block_p202604", "sample_block_p202605");
        assertThat(partitions("probe_run")).contains("probe_run_p202603");
    }

    @Test
    void aDayWhoseRowsAreInTheDefaultPartitionAlreadyIsLeftThereAndDeletedRowByRow() {
        write(null, Duration.ofHours(1), 2);
        Retention retention = retention(settings(2000));
        assertThat(partitions("sample_block")).doesNotContain("sample_block_p20260301")
                .contains("sample_block_p20260302");
        write(retention, Duration.ofHours(13), 2);

        clock.turn(Duration.ofDays(4).minusHours(1));
        retention.clean();

        assertThat(server.query("select count(*)::text from sample_block_default")).containsExactly("0");
        assertThat(server.query("select count(*)::text from sample_block_p20260302")).containsExactly("8");
    }

    @Test
    void withoutTheRightsEverythingGoesOnInTheDefaultPartition(CapturedOutput output) {
        server.execute("drop role if exists writer");
        server.execute("create role writer login");
        server.execute("grant usage on schema public to writer");
        server.execute("grant all on all tables in schema public to writer");
        server.execute("grant all on all sequences in schema public to writer");
        try (TestStore limited = TestStore.open(postgres, "writer")) {
            HistorySettings settings = settings(2000);
            Retention retention = retention(limited.store(), settings);
            retention.prepare();
            write(null, Duration.ofHours(1), 2);
            clock.turn(Duration.ofDays(5));
            retention.clean();
            retention.clean();

            assertThat(server.query("select count(*)::text from sample_block")).containsExactly("0");
            assertThat(partitions("sample_block")).containsExactly("sample_block_default");
        }
        assertThat(output.toString().lines()
                .filter(line -> line.contains("may not make or drop partitions of sample_block;")))
                .hasSize(1);
        server.execute("drop owned by writer");
    }

    @Test
    void partitionsOfSomebodyElseAreUsedAndEmptiedRowByRow() {
        server.execute("create table march partition of sample_block for values from ('2026-02-01') to ('2026-04-01')");
        Retention retention = retention(settings(2000));
        write(retention, Duration.ofHours(1), 2);
        assertThat(partitions("sample_block")).containsExactly("march", "sample_block_default");

        clock.turn(Duration.ofDays(5));
        retention.clean();

        assertThat(server.query("select count(*)::text from march")).containsExactly("0");
        assertThat(partitions("sample_block")).contains("march");
    }

    @Test
    void severalInstancesMakeThemAtOnce() throws Exception {
        HistorySettings settings = settings(2000);
        List<Thread> instances = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> retention(settings)))
                .limit(6).toList();
        instances.forEach(Thread::start);
        for (Thread instance : instances) {
            instance.join();
        }
        retention(settings);
        assertThat(partitions("sample_block")).hasSize(5);
        assertThat(partitions("probe_run")).hasSize(5);
    }

    @Test
    void aDefaultPartitionIsKeptWithinTheSizeByItsRows() {
        HistorySettings settings = settings(20);
        StoreMeter meter = new StoreMeter(store(), settings, clock, () -> 0);
        Retention retention = retention(store(), settings);
        server.execute(
                "create table others partition of sample_block for values from ('2020-01-01') to ('2030-01-01')");
        write(null, Duration.ofDays(3), 120);
        settle();

        retention.clean();
        long left = rowsLeft();
        retention.clean();
        settle();
        retention.clean();

        assertThat(left).isBetween(8_000L, 14_000L);
        assertThat(rowsLeft()).isEqualTo(left);
        assertThat(meter.measure().bytes()).isLessThanOrEqualTo(DataSize.ofMegabytes(20).toBytes());
        assertThat(server.query("select (min(start_at) > timestamptz '2026-03-01 12:00Z')::text from others"))
                .containsExactly("true");
    }

    private long rowsLeft() {
        return Long.parseLong(server.query("select count(*)::text from others").getFirst());
    }

    private List<String> partitions(String table) {
        return server.query("select inhrelid::regclass::text from pg_inherits where inhparent = '" + table
                + "'::regclass order by 1");
    }

    @Override
    DataSize lowest() {
        return DataSize.ofMegabytes(7);
    }

    @Override
    Store store() {
        return server.store();
    }

    @Override
    void settle() {
        server.execute("vacuum analyze");
    }
}
