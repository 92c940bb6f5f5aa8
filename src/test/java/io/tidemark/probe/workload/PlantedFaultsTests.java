package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.SessionPool;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each verification of a workload on tables finds the fault it is there for. */
class PlantedFaultsTests {

    @TempDir
    private Path data;

    @Test
    void anUpdateThatIsLost() throws Exception {
        assertThat(run(() -> new UpdateWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute("update " + table(a).sql() + " set changed_by = 1 where changed_by = " + a.run()
                        + " fetch first 3 rows only");
                return super.verify(session, a, m);
            }
        }).violations()).singleElement().asString().startsWith("3 rows do not hold what was confirmed last");
    }

    @Test
    void anUpdateOfManyThatLeavesOneOut() throws Exception {
        assertThat(run(() -> new UpdateManyWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute("update " + table(a).sql() + " set payload = 'x' where id = 33");
                return super.verify(session, a, m);
            }
        }).violations()).singleElement().asString().startsWith("1 rows do not hold what was confirmed last");
    }

    @Test
    void aRowToUpdateThatIsGone() throws Exception {
        assertThat(run(() -> new UpdateWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("delete from " + table(a).sql() + " where id < 1000");
            }
        }).violations()).singleElement().asString().contains("updates did not change all of their rows")
                .contains("0 of 1 from row");
    }

    @Test
    void aDeletedRowThatComesBack() throws Exception {
        assertThat(run(() -> new DeleteWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws SQLException {
                long before = count(session, table(a).sql());
                session.execute(insert(a, table(a), 900_001, "'x'"), insert(a, table(a), 900_002, "'x'"));
                assertThat(before).isPositive();
                return super.verify(session, a, m);
            }
        }).violations()).singleElement().asString().matches("\\d+ rows are left of \\d+ although \\d+ were deleted");
    }

    @Test
    void aDeleteThatTakesMoreThanItsRow() throws Exception {
        assertThat(run(() -> new DeleteWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws SQLException {
                session.execute(
                        "delete from " + table(a).sql() + " where run = " + a.run() + " fetch first 1 rows only");
                return super.verify(session, a, m);
            }
        }).violations()).singleElement().asString().startsWith("only ");
    }

    @Test
    void aBatchOfWhichOneRowIsLost() throws Exception {
        assertThat(run(() -> new BatchInsertWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute("delete from " + table(a).sql() + " where id = 7");
                return super.verify(session, a, m);
            }
        }).violations()).containsExactly("of a batch of 10 rows only 9 were kept",
                "only 409 of 410 confirmed rows were kept");
    }

    @Test
    void aSingleWriteThatIsLost() throws Exception {
        assertThat(run(() -> new Writes25Workload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute("delete from " + table(a).sql() + " where id = 7");
                return super.verify(session, a, m);
            }
        }).violations()).containsExactly("only 1024 of 1025 confirmed rows were kept");
    }

    @Test
    void aRowOfABulkInsertThatIsLost() throws Exception {
        assertThat(run(() -> new BulkInsertWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute("delete from " + table(a).sql() + " where id = 7");
                return super.verify(session, a, m);
            }
        }).violations()).containsExactly("only 4099 of 4100 confirmed rows were kept");
    }

    @Test
    void aUniqueKeyThatIsThereTwice() throws Exception {
        assertThat(run(() -> new BulkInsertWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                for (String constraint : names(session, "select constraint_name from"
                        + " information_schema.table_constraints where constraint_type = 'UNIQUE'"
                        + " and table_schema = 'tidemark_probe'")) {
                    session.execute("alter table " + table(a).sql() + " drop constraint \"tidemark_probe\"."
                            + constraint);
                }
                session.execute("update " + table(a).sql() + " set code = '" + code(a.run(), 1) + "' where id = 2");
                return super.verify(session, a, m);
            }
        }).violations()).containsExactly("1 keys of the unique column are there twice");
    }

    @Test
    void keysThatAreTakenAreCountedAndNotFatal() throws Exception {
        Run run = run(() -> new BulkInsertWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("insert into " + table(a).sql() + " (run, id, instance, code, payload) values (7, 1,"
                        + " 'another', '" + code(a.run(), 150) + "', ''), (7, 2, 'another', '" + code(a.run(), 250)
                        + "', '')");
            }
        });

        assertThat(run.outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(run.measures()).containsEntry("conflicts", 2.0);
        assertThat(run.errors()).isEmpty();
        assertThat(run.phases()).containsKey("retry");
    }

    @Test
    void aQueryOfTheNewestThatMissesOne() throws Exception {
        assertThat(run(() -> new Recent50Workload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("delete from " + table(a).sql() + " where made_at = (select max(made_at) from "
                        + table(a).sql() + ")");
            }
        }).violations()).singleElement().asString().contains("did not return the newest rows, newest first");
    }

    @Test
    void aReadThatReturnsAnotherRow() throws Exception {
        assertThat(run(() -> new PointReadWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("update " + table(a).sql() + " set payload = '" + Payload.of(7) + "'");
            }
        }).violations()).singleElement().asString().contains("reads did not return the row that was written");
    }

    @Test
    void aQueryOfManyThatMissesOne() throws Exception {
        assertThat(run(() -> new Query100Workload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("delete from " + table(a).sql() + " where mod(id, 50) = 0");
            }
        }).violations()).singleElement().asString()
                .contains("queries did not return the 100 rows that were written");
    }

    @Test
    void anInsertThatIsLostOrThereTwice() throws Exception {
        assertThat(run(() -> new InsertWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute("delete from " + table(a).sql() + " where id = 7");
                return super.verify(session, a, m);
            }
        }).violations()).containsExactly("only 40 of 41 confirmed rows were kept");
        assertThat(run(() -> new InsertWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute(insert(a, table(a), 900_000, "'twice'"));
                return super.verify(session, a, m);
            }
        }).violations()).containsExactly("42 rows were kept of 41 that were written");
    }

    @Test
    void theBuiltInDatabaseAnswersAQuestionAskedTwiceAnew() throws Exception {
        try (H2Target target = new H2Target("h2", data);
                DatabaseSession session = target.open(Duration.ofSeconds(20))) {
            session.execute("create table words as select repeat('x', 80) as word from system_range(1, 20000)");
            long fresh = Long.MAX_VALUE;
            long repeated = Long.MAX_VALUE;
            try (PreparedStatement query = TableWorkload.statement(session,
                    "select count(*) from words where position(? in word) > 0")) {
                for (int i = 0; i < 10; i++) {
                    fresh = Math.min(fresh, nanos(query, "never asked before " + i));
                    nanos(query, "same");
                    repeated = Math.min(repeated, nanos(query, "same"));
                }
            }
            // An answer that was kept takes less than a hundredth.
            assertThat(repeated).isGreaterThan(fresh / 5);
        }
    }

    private static long nanos(PreparedStatement query, String word) throws SQLException {
        long from = System.nanoTime();
        query.setString(1, word);
        try (ResultSet row = query.executeQuery()) {
            row.next();
        }
        return System.nanoTime() - from;
    }

    @Test
    void moreWorkersThanRowsWaitForOneAnother() throws Exception {
        Claims claims = new Claims(2);
        long one = claims.take();
        long other = claims.take();
        assertThat(one).isNotEqualTo(other);
        Thread third = Thread.ofPlatform().start(() -> {
            try {
                claims.giveBack(claims.take());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        claims.giveBack(other);
        third.join();
        assertThat(claims.take()).isEqualTo(other);
    }

    @Test
    void readsThatReturnSomethingElse() throws Exception {
        assertThat(run(() -> new Reads25Workload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("update " + table(a).sql() + " set payload = 'x' where mod(id, 2) = 0");
            }
        }).violations()).singleElement().asString().contains("operations did not read the rows that were written");
    }

    @Test
    void aReadOfManyThatReturnsTooFew() throws Exception {
        assertThat(run(() -> new BatchReadWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("delete from " + table(a).sql() + " where mod(id, 2) = 0");
            }
        }).violations()).singleElement().asString().contains("queries did not return the rows asked for");
    }

    @Test
    void aJoinThatAddsUpWrongly() throws Exception {
        assertThat(run(() -> new JoinWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("update \"tidemark_probe\".\"orders.lines\" set cents = cents + 1 where id = 77");
            }
        }).violations()).singleElement().asString().contains("sums are not what the rows add up to")
                .contains("instead of");
    }

    @Test
    void aSearchThatMissesAText() throws Exception {
        for (Supplier<SearchWorkload> search : List.<Supplier<SearchWorkload>>of(() -> new SearchPlainWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                forget(session, table(a).sql());
            }
        }, () -> new SearchRankedWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                forget(session, table(a).sql());
            }
        })) {
            assertThat(run(search).violations()).singleElement().asString()
                    .contains("searches did not find the texts they should");
        }
    }

    private static void forget(DatabaseSession session, String table) throws SQLException {
        session.execute("update " + table + " set body = replace(body, '" + Article.topic(Article.FIRST_TOPIC)
                + "', '') where id = 20");
    }

    @Test
    void aSearchForNothingThatFindsSomething() throws Exception {
        assertThat(run(() -> new SearchNoneWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("update " + table(a).sql() + " set body = body || '"
                        + Article.topic(Article.UNHEARD_OF) + "' where id = 20");
            }
        }).violations()).singleElement().asString().contains("text 20 instead of 0 in place 1");
    }

    @Test
    void aPageWithARowMissing() throws Exception {
        assertThat(run(() -> new PagingWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                session.execute("delete from " + table(a).sql() + " where id = 777");
            }
        }).violations()).anySatisfy(v -> assertThat(v).contains("row 778 after row 776"))
                .anySatisfy(v -> assertThat(v).contains("walks did not pass every row, the first: 999 of 1000"));
    }

    @Test
    void anIndexThatIsGone() throws Exception {
        assertThat(run(() -> new IndexUseWorkload() {
            @Override
            public void prepare(DatabaseSession session, Assignment a) throws Exception {
                super.prepare(session, a);
                for (String index : names(session, "select index_name from information_schema.indexes"
                        + " where table_schema = 'tidemark_probe' and index_type_name = 'INDEX'")) {
                    session.execute("drop index \"tidemark_probe\"." + index);
                }
            }
        }).violations()).singleElement().asString().contains("plans do not use the index");
    }

    @Test
    void aTextThatComesBackChanged() throws Exception {
        Run run = run(() -> new IntegrityWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute(
                        "update " + table(a).sql()
                                + " set held = held || ' ' where kind = 'emoji' fetch first 1 rows only",
                        "update " + table(a).sql()
                                + " set held = 'e' where kind = 'combining' fetch first 1 rows only");
                return super.verify(session, a, m);
            }
        });
        assertThat(run.violations()).hasSize(2)
                .anySatisfy(v -> assertThat(v).contains("kind 'emoji'").contains("nothing became 20"))
                .anySatisfy(v -> assertThat(v).contains("kind 'combining'"));
        assertThat(run.measures()).containsEntry("differences", 2.0);
    }

    @Test
    void aConfirmedRowOfAWriterThatIsLost() throws Exception {
        Run run = run(() -> new WritersWorkload() {
            @Override
            public Verification verify(DatabaseSession session, Assignment a, Measured m) throws Exception {
                session.execute("delete from " + table(a).sql() + " where writer = 1 and number = 3");
                return super.verify(session, a, m);
            }
        });
        assertThat(run.violations()).anySatisfy(
                v -> assertThat(v).startsWith("1 writers' rows are not there as they were confirmed, the first:"));
        assertThat(run.measures()).containsEntry("lost", 1.0);
    }

    @Test
    void aReaderThatSeesAGapOrTooLittle() throws Exception {
        AtomicInteger operations = new AtomicInteger();
        assertThat(run(() -> new AlternatingWorkload() {
            @Override
            public Operation operation(DatabaseSession session, Assignment a, int worker) throws SQLException {
                Operation honest = super.operation(session, a, worker);
                return watch -> {
                    honest.run(watch);
                    if (operations.incrementAndGet() == 10) {
                        session.execute("delete from " + table(a).sql() + " where writer = 1 and number = 2");
                    } else if (operations.get() >= 20) {
                        session.execute("delete from " + table(a).sql() + " where writer = 1 and number >= 9");
                    }
                };
            }
        }).violations()).anySatisfy(v -> assertThat(v).contains("reads saw a writer's rows with a gap or a mistake")
                .contains("row 3 of writer 1 after row 1"))
                .anySatisfy(v -> assertThat(v).contains("reads missed rows that were confirmed before"));
    }

    private static String insert(Assignment a, OwnTable table, long id, String payload) {
        return "insert into " + table.sql() + " (run, id, instance, payload) values (" + a.run() + ", " + id + ", '"
                + a.instance() + "', " + payload + ")";
    }

    private static long count(DatabaseSession session, String table) throws SQLException {
        return TableWorkload.number(session, "select count(*) from " + table);
    }

    private static List<String> names(DatabaseSession session, String query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                names.add('"' + row.getString(1) + '"');
            }
        }
        return names;
    }

    /** 40 measured operations of one worker after the cold call, on 1,000 rows. */
    private Run run(Supplier<? extends Workload<?>> workload) throws Exception {
        try (SessionPool pool = new SessionPool(new H2Target("h2", data), 2, true)) {
            return TestProbes.engine().run(new Plan("orders", workload, pool, null,
                    Load.closed(1, 40, 0, 1_000, Duration.ofSeconds(30)), null)).run();
        }
    }
}
