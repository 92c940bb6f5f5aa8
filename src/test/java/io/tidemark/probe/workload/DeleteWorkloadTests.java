package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A delete that does not last, or takes too much, is found out. */
class DeleteWorkloadTests extends PlantedFaults {

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
}
