package io.tidemark.history;

import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.metric.Ids;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Journal and store on disk, as the service gives them to its alerts.
 *
 * @param start begins to write what is in the journal; every room must have registered before
 * @param sync returns when all that can be seen of the store is on disk: others see a change a moment before it is
 */
public record AlertRoom(Journal journal, JpaAlertStore store, Ids ids, Runnable start, Runnable sync) {

    /** Over an embedded store in the directory. */
    public static AlertRoom open(Path data) {
        TestStore server = TestStore.h2(data);
        StoredHistory history = Traffic.open(data, server);
        long floor = Math.max(server.store().highestId(), history.highestIdInJournal());
        return new AlertRoom(history.journal(), server.alerts(), new Ids(InstantSource.system(), 0, floor),
                history::start, () -> server.execute("checkpoint sync"));
    }
}
