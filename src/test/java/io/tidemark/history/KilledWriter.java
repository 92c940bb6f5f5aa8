package io.tidemark.history;

import io.tidemark.history.Traffic.Batch;
import java.nio.file.Path;
import java.time.InstantSource;
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
            Batch batch = traffic.append();
            history.flush();
            say(batch.line());
            // A batch that comes late is made up for.
            due += Traffic.EACH.toNanos();
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
