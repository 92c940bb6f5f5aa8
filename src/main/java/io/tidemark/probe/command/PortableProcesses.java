package io.tidemark.probe.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Processes as far as Java tells of them on every system: parents and children, and nothing of their use. */
final class PortableProcesses implements Processes {

    @Override
    public List<One> all() {
        return ProcessHandle.allProcesses().map(PortableProcesses::one).toList();
    }

    @Override
    public Optional<One> find(long pid) {
        return ProcessHandle.of(pid).map(PortableProcesses::one);
    }

    private static One one(ProcessHandle handle) {
        ProcessHandle.Info info = handle.info();
        String command = info.command().orElse("");
        return new One(handle.pid(), command.substring(command.lastIndexOf('/') + 1),
                handle.parent().map(ProcessHandle::pid).orElse(0L), 0,
                info.startInstant().map(Instant::toEpochMilli).orElse(0L), 0, !handle.isAlive());
    }
}
