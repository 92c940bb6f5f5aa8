package io.tidemark.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real server of a test's own, that can be frozen and killed. */
public abstract class TestServer implements AutoCloseable {

    public abstract int port();

    /** All of them: a main one alone would leave sessions answering. */
    abstract Stream<ProcessHandle> processes();

    public final void freeze() {
        send("STOP");
    }

    public final void thaw() {
        send("CONT");
    }

    /** Waits until connections are refused: while the processes die, the kernel still takes them. */
    public final void kill() {
        send("KILL");
        Awaitility.await().ignoreExceptions().until(this::isRefused);
    }

    private boolean isRefused() throws IOException {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port())) {
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }

    private void send(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes().forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public abstract void close() throws IOException;
}
