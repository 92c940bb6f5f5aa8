package io.tidemark.probe.target;

import java.time.Duration;

/** This process and this machine: what is done here needs no connection. Always there, and never configured. */
public final class LocalTarget implements Target {

    private static final int MOST_SESSIONS = 1_000;

    private final String name;

    public LocalTarget(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public int mostSessions() {
        return MOST_SESSIONS;
    }

    @Override
    public LocalSession open(Duration limit) {
        return new LocalSession();
    }

    @Override
    public Failure explain(Throwable failure) {
        return failure instanceof ProbeException known
                ? known.failure()
                : new Failure(Failure.Kind.OTHER, name + " failed: " + failure);
    }

    @Override
    public String toString() {
        return name;
    }
}
