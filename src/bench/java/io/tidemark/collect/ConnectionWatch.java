package io.tidemark.collect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Counts connections to a local port as the kernel sees them: a frozen server could not be asked. */
final class ConnectionWatch {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    /** ESTABLISHED and SYN_SENT, as in the kernel's include/net/tcp_states.h. */
    private static final Set<String> OPEN = Set.of("01", "02");
    /** TIME_WAIT, which both sides have done with. */
    private static final String PAST = "06";
    private static final long LOOK_MILLIS = 20;

    private final String remote;
    private final int allowed;
    private long looks;
    private long above;
    private long mostOpen;
    private long mostHeld;

    /** @param allowed connections there may be open at once */
    ConnectionWatch(int port, int allowed) {
        this.allowed = allowed;
        this.remote = String.format(Locale.ROOT, ":%04X", port);
    }

    void watch(Duration duration) throws InterruptedException {
        for (long end = System.nanoTime() + duration.toNanos(); System.nanoTime() - end < 0;) {
            look(open());
            mostHeld = Math.max(mostHeld, states().filter(state -> !state.equals(PAST)).count());
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void look(long open) {
        looks++;
        above += open > allowed ? 1 : 0;
        mostOpen = Math.max(mostOpen, open);
    }

    /** How often more were open than there may be. */
    double shareAbove() {
        return (double) above / Math.max(1, looks);
    }

    /** The most that were open at once in a further stretch of time. */
    long mostAfterwards(Duration duration) throws InterruptedException {
        long most = 0;
        for (long end = System.nanoTime() + duration.toNanos(); System.nanoTime() - end < 0;) {
            most = Math.max(most, open());
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return most;
    }

    long mostOpen() {
        return mostOpen;
    }

    /** Beside the open ones those whose end the frozen server has not taken note of. */
    long mostHeld() {
        return mostHeld;
    }

    private long open() {
        return states().filter(OPEN::contains).count();
    }

    /** Of our end only: the server's has the port on the other side. */
    private Stream<String> states() {
        return TABLES.stream().filter(Files::exists).flatMap(ConnectionWatch::lines)
                .map(line -> line.strip().split("\\s+")).filter(columns -> columns[REMOTE].endsWith(remote))
                .map(columns -> columns[STATE]);
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
