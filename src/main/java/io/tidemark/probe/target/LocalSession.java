package io.tidemark.probe.target;

import java.time.Duration;

/** A place to work in this process. Cutting it only says that whoever works here is to stop. */
public final class LocalSession implements Session {

    private volatile boolean cut;

    @Override
    public void limit(Duration limit) {}

    @Override
    public boolean answers() {
        return !cut;
    }

    @Override
    public boolean isBroken() {
        return cut;
    }

    @Override
    public void reset() {}

    @Override
    public void abort() {
        cut = true;
    }

    @Override
    public void close() {}
}
