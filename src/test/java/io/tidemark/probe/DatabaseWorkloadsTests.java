package io.tidemark.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.workload.Traits;
import io.tidemark.probe.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every workload on a database does on every one it can run on, with nothing set but its name and target, and more
 * time than usual for busy machines.
 */
class DatabaseWorkloadsTests {

    private static final String WORKLOADS = "update delete recent-50 batch-insert batch-read reads-25 writes-25"
            + " update-many bulk-insert join paging index-use integrity search-plain"
            + " search-ranked search-large search-none search-5 isolation writers readers-writers alternating";

    private static final Duration DEADLINE = Duration.ofSeconds(40);

    /** Of a user who may only read. */
    private static final String ROLE = "tables_reader";

    /** One for all, as the servers are, so that tables are made once. */
    @TempDir
    private static Path data;

    static Stream<Arguments> everywhere() {
        return Stream.of(WORKLOADS.split(" "))
                .flatMap(workload -> Stream.of("postgres", "mariadb", "builtin-db")
                        .map(db -> Arguments.of(workload, db)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void itsNameAndATargetAreEnoughAndSeveralWorkersOnTheSameTablesAreFine(String workload, String target) {
        Run run = run(workload, target, null);
        Traits traits = traits(workload);

        assertNothingWrong(run);
        assertThat(run.attempts()).isEqualTo(traits.size().operations());
        assertThat(run.operations().keySet()).containsExactlyInAnyOrderElementsOf(traits.operations());
        assertThat(run.phases()).hasSizeGreaterThan(1);
        assertThat(traits.phases())
                .containsAll(run.phases().keySet().stream().filter(p -> !p.equals("pool_wait") && !p.equals("connect"))
                        .toList());
        assertThat(run.measures().keySet()).containsAll(
                traits.measures().stream().map(metric -> metric.name().substring("probe.".length())).toList());

        assertNothingWrong(run(workload, target, 3));
        if (target.equals("postgres")) {
            assertThat(left(workload)).as("rows that runs have left").isZero();
        }
    }

    private static void assertNothingWrong(Run run) {
        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void anIndexThatIsGoneIsFoundInThePlans() {
        assertThat(run("index-use", "postgres", null).outcome()).isEqualTo(new Outcome.Succeeded());
        TestPostgres.shared().admin("""
                do $$
                declare one record;
                begin
                  for one in select indexname from pg_indexes
                             where tablename = 'index-use.indexed' and indexname not like '%pkey' loop
                    execute format('drop index tidemark_probe.%I', one.indexname);
                  end loop;
                end $$""");
        Run run = run("index-use", "postgres", null);
        TestPostgres.shared().admin("drop table tidemark_probe.\"index-use.indexed\"");

        assertThat(run.violations()).singleElement().asString().contains("plans do not use the index")
                .contains("'by customer'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recent-50", "batch-read", "reads-25", "join", "paging", "index-use", "search-plain",
            "search-ranked", "search-large", "search-none", "search-5"})
    void aReaderIsToldWhatItLacksAndThenReadsWhatOthersPrepared(String workload) {
        TestPostgres.shared().admin("drop role if exists " + ROLE, "create role " + ROLE + " login password 'right'");
        TargetSettings reader = TestPostgres.shared().settings(ROLE, "right", false);
        String lacking = runByReader(workload, reader).outcome().reason();
        runByReader(workload, TestPostgres.shared().settings());
        TestPostgres.shared().admin("grant usage on schema tidemark_probe to " + ROLE,
                "grant select on all tables in schema tidemark_probe to " + ROLE);
        Run run = runByReader(workload, reader);
        TestPostgres.shared().admin("drop owned by " + ROLE, """
                do $$
                declare one record;
                begin
                  for one in select tablename from pg_tables where tablename like 'by-reader%' loop
                    execute format('drop table tidemark_probe.%I', one.tablename);
                  end loop;
                end $$""");

        assertThat(lacking).contains("configured without writes").contains("does not exist");
        assertNothingWrong(run);
    }

    private static Traits traits(String workload) {
        return Objects.requireNonNull(Workloads.all().get(workload)).get().traits();
    }

    /** In the tables of the probe that is called as the workload. */
    private static long left(String workload) {
        return TestPostgres.shared().count("""
                select coalesce(sum((xpath('/row/n/text()', query_to_xml(format(
                    'select count(*) as n from tidemark_probe.%I where run > 0', relname), false, true, '')))[1]
                    ::text::bigint), 0)
                from pg_class where relnamespace = 'tidemark_probe'::regnamespace and relkind = 'r'
                    and split_part(relname, '.', 1) = '""" + workload + "'");
    }

    private static Run run(String workload, String target, @Nullable Integer workers) {
        ProbeSettings probe = TestProbes.settings(target, workload, null, workers, null, workers == null ? null : 0,
                null, DEADLINE, null, null);
        return run(TestPostgres.shared().settings(), workload, probe);
    }

    /** On as few rows as may be. */
    private static Run runByReader(String workload, TargetSettings postgres) {
        return run(postgres, "by-reader", TestProbes.settings("postgres", workload, null, null, null, null,
                traits(workload).size().leastRows(), DEADLINE, null, null));
    }

    private static Run run(TargetSettings postgres, String name, ProbeSettings probe) {
        try (Probes probes = TestProbes.of(Map.of("postgres", postgres, "mariadb", TestMariaDb.shared().settings()),
                Map.of(name, probe), false, data)) {
            return TestProbes.run(probes);
        }
    }
}
