package io.tidemark.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sends signals to the processes of a test server. */
final class Signals {

    private Signals() {}

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
