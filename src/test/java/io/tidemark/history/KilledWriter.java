package io.tidemark.history;

import io.tidemark.history.Traffic.Batch;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process that writes 2,000 samples a second with runs and alerts and says what is acknowledged, until it is killed. */
final class KilledWriter {

    private KilledWriter() {}

    static void main(String[] args) {
        TestStore server = TestStore.at(args[1]);
        StoredHistory history = Traffic.open(Path.of(args[0]), server);
        Traffic traffic = new Traffic(history, server, InstantSource.system());
        history.start();
        say("ready");
        long due = System.nanoTime();
        while (true) {
            List<Batch> batches = new ArrayList<>();
            // What came due while the disk was busy is appended as well, as it would be in the service.
            for (; due <= System.nanoTime(); due += Traffic.EACH.toNanos()) {
                batches.add(traffic.append());
            }
            history.flush();
            batches.forEach(batch -> say(batch.line()));
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
