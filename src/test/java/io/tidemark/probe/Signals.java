package io.tidemark.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Sends signals to the processes of a test server. */
final class Signals {

    private Signals() {}

    /** Waits until connections are refused: while the processes die, the kernel still takes them. */
    static void kill(Stream<ProcessHandle> processes, int port) {
        send("KILL", processes);
        Awaitility.await().ignoreExceptions().until(() -> isRefused(port));
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return false;
        } catch (ConnectException _) {
            return true;
        }
    }

    static void send(String signal, Stream<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
