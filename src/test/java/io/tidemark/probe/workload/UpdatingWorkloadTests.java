package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.target.DatabaseSession;
import org.junit.jupiter.api.Test;

/** An update that is lost, or meets a row that is gone, is found out. */
class UpdatingWorkloadTests extends PlantedFaults {

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
}
