package io.tidemark.sampling;

import java.util.Objects;
import java.util.Optional;
import oshi.software.os.OSProcess;
import oshi.software.os.OSProcess.State;

/** Processes of systems other than Linux. OSHI says 0 for what it may not read. */
record OshiProcesses(Oshi oshi) implements ProcessTable {

    @Override
    public Look look() {
        return new Look(oshi.system().getProcesses().stream().filter(OshiProcesses::runs).map(OshiProcesses::entry)
                .toList(), true);
    }

    @Override
    public Optional<Reading> read(long pid) {
        return Optional.ofNullable(oshi.system().getProcess((int) pid)).filter(OshiProcesses::runs)
                .map(OshiProcesses::reading);
    }

    private static boolean runs(OSProcess process) {
        return process.getState() != State.ZOMBIE && process.getState() != State.INVALID;
    }

    private static Entry entry(OSProcess process) {
        return new Entry(identity(process), process.getParentProcessID(), process.getName(),
                Objects.requireNonNullElse(process.getCommandLine(), "").replace('\0', ' ').strip());
    }

    private static Reading reading(OSProcess process) {
        return new Reading(identity(process), process.getStartTime() / 1e3,
                (process.getKernelTime() + process.getUserTime()) / 1e3, known(process.getThreadCount()),
                new Memory(known(process.getResidentMemory()), known(process.getVirtualSize()), Double.NaN),
                new Descriptors(known(process.getOpenFiles()), known(process.getSoftOpenFileLimit())),
                new Activity(known(process.getMinorFaults()), known(process.getMajorFaults()),
                        known(process.getBytesRead()), known(process.getBytesWritten()),
                        known(process.getContextSwitches())),
                null);
    }

    private static Identity identity(OSProcess process) {
        return new Identity(process.getProcessID(), process.getStartTime());
    }

    private static double known(long value) {
        return value > 0 ? value : Double.NaN;
    }
}
