package io.tidemark.probe.command;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Processor time of a program with all it has waited for, by what this service's account of ended children has grown
 * meanwhile: exact in the kernel's steps of 10 ms however short it was, and only told when no other program of ours was
 * running at the time.
 */
final class Reaped implements AutoCloseable {

    private static int going;
    private static long begun;

    private final Optional<Long> before = ThisMachine.PROCESSES.reapedNanos();
    private final boolean first;
    private final long number;

    private Reaped(boolean first, long number) {
        this.first = first;
        this.number = number;
    }

    static synchronized Reaped begin() {
        return new Reaped(going++ == 0, ++begun);
    }

    /** To be asked as soon as the program has ended. */
    OptionalLong nanos() {
        Optional<Long> after = isAlone() ? ThisMachine.PROCESSES.reapedNanos() : Optional.empty();
        return before.isPresent() && after.isPresent()
                ? OptionalLong.of(after.get() - before.get())
                : OptionalLong.empty();
    }

    private boolean isAlone() {
        synchronized (Reaped.class) {
            return first && begun == number;
        }
    }

    @Override
    public void close() {
        synchronized (Reaped.class) {
            going--;
        }
    }
}
