package io.tidemark.probe.command;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where programs of ours run. */
final class ThisMachine {

    static final Processes PROCESSES = Files.isReadable(Path.of("/proc/self/stat"))
            ? new KernelProcesses(Path.of("/proc"))
            : new PortableProcesses();

    private ThisMachine() {}
}
