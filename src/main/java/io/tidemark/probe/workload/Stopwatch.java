package io.tidemark.probe.workload;

import java.util.Arrays;

/** Times one operation and its phases. Allocates nothing; records nothing while the time runs. */
public final class Stopwatch {

    private static final int MOST_PHASES = 8;
    private static final int FIRST_PARTS = 64;
    private static final long[] NONE = {};

    private final String[] phases = new String[MOST_PHASES];
    private final long[] lasted = new long[MOST_PHASES];
    private int count;
    private long[] parts = NONE;
    private int partCount;
    private String part = "";
    private long started;
    private long lapped;
    private String operation = "";

    /** The time runs from here. */
    public void start() {
        startedAt(System.nanoTime());
    }

    /** The time has been running since an instant of {@link System#nanoTime()}: what ends now was begun then. */
    public void startedAt(long nanos) {
        count = 0;
        partCount = 0;
        started = lapped = nanos;
    }

    /** A phase has ended and the next one begins. */
    public void lap(String phase) {
        end(phase, System.nanoTime());
    }

    /** The same, at an instant that was read before, as {@link System#nanoTime()}. */
    public void lap(String phase, long at) {
        end(phase, at);
    }

    /**
     * One of many short parts has ended, each of which counts by itself under the same name: an operation has one such
     * phase at the most. Needs memory for the parts of the operation that had most.
     *
     * @param at as {@link System#nanoTime()}
     */
    public void part(String phase, long at) {
        if (partCount == parts.length) {
            parts = Arrays.copyOf(parts, Math.max(FIRST_PARTS, 2 * partCount));
        }
        part = phase;
        parts[partCount++] = at - lapped;
        lapped = at;
    }

    /** The operation has ended, and with it its last phase. */
    public void stop(String operation, String phase) {
        stop(operation, phase, System.nanoTime());
    }

    /** The same, at an instant that was read before, as {@link System#nanoTime()}. */
    public void stop(String operation, String phase, long at) {
        end(phase, at);
        this.operation = operation;
    }

    private void end(String phase, long now) {
        int index = index(phase);
        if (index == count) {
            phases[count] = phase;
            lasted[count++] = 0;
        }
        lasted[index] += now - lapped;
        lapped = now;
    }

    /** A phase that comes back goes on. */
    private int index(String phase) {
        int index = 0;
        while (index < count && !phases[index].equals(phase)) {
            index++;
        }
        return index;
    }

    public String operation() {
        return operation;
    }

    public int phases() {
        return count;
    }

    public String phase(int index) {
        return phases[index];
    }

    public long phaseNanos(int index) {
        return lasted[index];
    }

    /** How many parts there were, of the phase called {@link #part()}. */
    public int parts() {
        return partCount;
    }

    public String part() {
        return part;
    }

    public long partNanos(int index) {
        return parts[index];
    }

    /** When the time began to run, as {@link System#nanoTime()}. */
    public long started() {
        return started;
    }

    /** When the last phase ended. */
    public long ended() {
        return lapped;
    }

    public long nanos() {
        return lapped - started;
    }
}
