package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.target.CacheSession;
import org.junit.jupiter.api.Test;

/** A wrong value among a thousand lookups is found out. */
class Lookups1000WorkloadTests {

    @Test
    void aSingleWrongValueAmongThousandLookupsIsFound() {
        Run run = Sabotage.run(() -> new Lookups1000Workload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.put(entries(assignment).key(0), Payload.bytes(1));
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.caffeine(), 1, 100);

        assertThat(run.violations()).singleElement().asString()
                .matches("[1-9]\\d* lookups did not return the value that was put");
    }
}
