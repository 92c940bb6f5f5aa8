package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.target.DatabaseSession;
import org.junit.jupiter.api.Test;

/** A read that returns too little, too much or something else is found out. */
class ReadingWorkloadTests extends PlantedFaults {

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
}
