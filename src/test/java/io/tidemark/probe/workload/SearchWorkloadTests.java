package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A search that misses a text, or finds one for nothing, is found out. */
class SearchWorkloadTests extends PlantedFaults {

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
}
