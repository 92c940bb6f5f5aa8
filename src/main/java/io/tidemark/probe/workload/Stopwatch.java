package io.tidemark.probe.workload;

/** Times one operation and its phases. Allocates nothing; records nothing while the time runs. */
public final class Stopwatch {

    private static final int MOST_PHASES = 8;

    private final String[] phases = new String[MOST_PHASES];
    private final long[] lasted = new long[MOST_PHASES];
    private int count;
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
        started = lapped = nanos;
    }

    /** A phase has ended and the next one begins. */
    public void lap(String phase) {
        end(phase, System.nanoTime());
    }

    /** The operation has ended, and with it its last phase. */
    public void stop(String operation, String phase) {
        end(phase, System.nanoTime());
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
