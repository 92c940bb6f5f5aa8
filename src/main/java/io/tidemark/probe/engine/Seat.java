package io.tidemark.probe.engine;

import io.tidemark.probe.target.Session;
import io.tidemark.probe.workload.Operation;
import io.tidemark.probe.workload.Stopwatch;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A session with the operation that runs on it. Used by one worker at a time. */
final class Seat<S extends Session> {

    private final Setting<S> setting;
    private final int index;
    private @Nullable S session;
    private @Nullable Operation operation;

    Seat(Setting<S> setting, int index) {
        this.setting = setting;
        this.index = index;
    }

    int index() {
        return index;
    }

    boolean isReady() {
        return operation != null;
    }

    /** Gets a session, unless there is one, and what to do on it. */
    void connect(Recorder recorder) throws Exception {
        if (session == null) {
            session = setting.lend(recorder);
        }
        operation = setting.operation(session, index);
    }

    void run(Stopwatch watch) throws Exception {
        Objects.requireNonNull(operation).run(watch);
    }

    /** Cuts the connection, so that the next operation fails as it would if the network did. */
    void cut() {
        if (session != null) {
            session.abort();
        }
    }

    /** After a failure: what cannot be used any more is given up. */
    void giveUpWhatIsLost() {
        if (session == null || session.isBroken()) {
            letGo();
        } else if (operation != null && !operation.isUsable()) {
            closeOperation();
        }
    }

    void letGo() {
        closeOperation();
        S lost = session;
        session = null;
        if (lost != null) {
            setting.takeBack(lost);
        }
    }

    private void closeOperation() {
        Operation old = operation;
        operation = null;
        if (old != null) {
            try {
                old.close();
            } catch (Exception _) {
                // Its session is gone, or is reset before the next use.
            }
        }
    }
}
