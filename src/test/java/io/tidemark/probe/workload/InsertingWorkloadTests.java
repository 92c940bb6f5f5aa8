package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.target.DatabaseSession;
import org.junit.jupiter.api.Test;

/** A row that is written and lost, or there twice, is found out. */
class InsertingWorkloadTests extends PlantedFaults {

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
}
