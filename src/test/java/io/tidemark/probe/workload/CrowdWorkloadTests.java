package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.DatabaseSession;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rows that are lost between writers and readers are found out. */
class CrowdWorkloadTests extends PlantedFaults {

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
}
