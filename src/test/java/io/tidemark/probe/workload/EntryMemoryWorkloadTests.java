package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ForkedJvm;
import io.tidemark.metric.Run;
import io.tidemark.probe.target.CacheSession;
import org.junit.jupiter.api.Test;

/** The memory of an entry is what it takes, and nothing is told of entries that are not there. */
class EntryMemoryWorkloadTests {

    @Test
    void entriesThatWereTakenAwayAreNotMeasured() {
        Run run = Sabotage.run(() -> new EntryMemoryWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.removeAll(entries(assignment).keys());
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.redis(), 5, 10);

        assertThat(run.violations()).containsExactly("6 entries were not there although all had been put");
        assertThat(run.measures()).doesNotContainKey("entry_bytes");
    }

    @Test
    void entriesSmallerThanTheirValueAreFound() {
        Run run = Sabotage.run(() -> new EntryMemoryWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.putAll(entries(assignment).keys(), _ -> new byte[1]);
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.redis(), 5, 10);

        assertThat(run.violations()).singleElement().asString()
                .matches("an entry is said to take \\d\\d bytes, and its value alone has 97");
    }

    /** What is told is an upper bound of what stays in memory, and a close one. */
    @Test
    void memoryOfAnEntryIsWhatTheHeapGrowsBy() throws Exception {
        String[] figures = ForkedJvm
                .told(FilledHeap.class, "@bin/jvm.options", "-Dlogback.configurationFile=quiet-logback.xml")
                .split(" ", -1);
        double retained = Double.parseDouble(figures[1]);

        assertThat(figures[0]).isEqualTo("50000");
        assertThat(Double.parseDouble(figures[2])).isBetween(retained, 1.25 * retained);
    }
}
