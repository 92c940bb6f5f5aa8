package io.tidemark.probe;

import io.tidemark.probe.engine.Governor;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;

/** A target that is probed, with its connections and with who sees to it that they do no harm. */
record Site(Target target, SessionPool pool, Governor governor) implements AutoCloseable {

    @Override
    public void close() {
        pool.close();
    }
}
