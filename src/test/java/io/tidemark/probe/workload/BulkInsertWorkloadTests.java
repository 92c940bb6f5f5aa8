package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.target.DatabaseSession;
import org.junit.jupiter.api.Test;

/** A bulk insert that loses a row or doubles a key is found out; keys that are taken are counted. */
class BulkInsertWorkloadTests extends PlantedFaults {

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
}
