package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.DatabaseSession;
import org.junit.jupiter.api.Test;

/** A text that comes back changed is found out, with its kind. */
class IntegrityWorkloadTests extends PlantedFaults {

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
}
