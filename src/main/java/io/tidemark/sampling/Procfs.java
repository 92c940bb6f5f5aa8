package io.tidemark.sampling;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a Linux kernel shows its figures; elsewhere OSHI is asked. */
record Procfs(Path proc, Path sys) {

    static final Procfs KERNEL = new Procfs(Path.of("/proc"), Path.of("/sys"));

    /** Clock ticks of /proc per second: USER_HZ, 100 on every platform Java runs on; see proc(5). */
    static final int TICKS_PER_SECOND = 100;

    boolean present() {
        return Files.isReadable(proc.resolve("stat"));
    }

    File file(String name) {
        return proc.resolve(name).toFile();
    }

    /** The files of a process; not resolved as a path, because this is done every second. */
    File process(long pid, String name) {
        return new File(proc + "/" + pid + "/" + name);
    }
}
