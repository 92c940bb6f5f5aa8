package io.tidemark.probe.command;

import io.tidemark.probe.command.Processes.Memory;
import io.tidemark.probe.command.Processes.One;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Looks at a tree while it runs, on a thread of its own so that whoever waits for the program sees its end at once, and
 * ends it when it may not go on. Looks come with every tenth of the time so far, every 100 ms at the most; looking
 * through all processes of the machine takes no more than a fiftieth of the time.
 */
final class TreeWatch implements Runnable {

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int PART = 10;
    private static final int SEARCH_PART = 50;

    private final ProcessTree tree;
    private final Processes processes;
    private final Execution.Limits limits;
    private final CountDownLatch over = new CountDownLatch(1);
    private final long from = System.nanoTime();
    private long searched = from;
    private long searchTook;
    private long cpuNanos;
    private long peakMemory;
    private boolean seen;
    private volatile @Nullable Stop stop;

    /**
     * That a tree was ended before its time.
     *
     * @param afterNanos after how long
     * @param running who was there by then
     */
    record Stop(long afterNanos, List<One> running) {}

    TreeWatch(ProcessTree tree, Processes processes, Execution.Limits limits) {
        this.tree = tree;
        this.processes = processes;
        this.limits = limits;
    }

    @Override
    public void run() {
        try {
            long now = System.nanoTime();
            while (!over.await(Math.clamp((now - from) / PART, SHORTEST, LONGEST), TimeUnit.NANOSECONDS)) {
                now = System.nanoTime();
                if (limits.cut().getAsBoolean() || now - limits.until() >= 0) {
                    stop = new Stop(now - from, tree.alive());
                    var _ = tree.end(limits.grace());
                    return;
                }
                look(now);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(long now) {
        if (now - searched >= SEARCH_PART * searchTook) {
            var _ = tree.alive();
            searched = System.nanoTime();
            searchTook = searched - now;
        }
        long spent = 0;
        long resident = 0;
        for (One one : tree.known()) {
            spent += one.cpuNanos();
            Optional<Memory> memory = processes.memory(one.pid());
            resident += memory.map(Memory::now).orElse(0L);
            peakMemory = Math.max(peakMemory, memory.map(Memory::peak).orElse(0L));
            seen |= memory.isPresent();
        }
        cpuNanos = Math.max(cpuNanos, spent);
        peakMemory = Math.max(peakMemory, resident);
    }

    /** The program has ended: there is nothing more to look at. */
    void end() {
        over.countDown();
    }

    Optional<Stop> stop() {
        return Optional.ofNullable(stop);
    }

    /** Processor time at the last look, of those who were there and of all they had waited for. */
    OptionalLong cpuNanos() {
        return seen ? OptionalLong.of(cpuNanos) : OptionalLong.empty();
    }

    /**
     * The most resident memory: of one process as the kernel noted it (VmHWM), or of all together at a look, whichever is
     * more. What they share counts for each of them.
     */
    OptionalLong peakMemory() {
        return seen ? OptionalLong.of(peakMemory) : OptionalLong.empty();
    }
}
