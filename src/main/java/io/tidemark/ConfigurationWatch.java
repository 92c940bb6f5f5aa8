package io.tidemark;

import io.tidemark.threshold.RuleConflictException;
import io.tidemark.threshold.RuleReload;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds whether the files of the configuration were written, and then brings their rules into force. */
final class ConfigurationWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);
    private static final long SECONDS = 5;

    private final Supplier<String> state;
    private final RuleReload reload;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("configuration").factory());
    private String known;

    /** @param state differs when the files do */
    ConfigurationWatch(Supplier<String> state, RuleReload reload) {
        this.state = state;
        this.reload = reload;
        this.known = state.get();
    }

    void start() {
        if (!known.isEmpty()) {
            Future<?> _ = thread.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
        }
    }

    /** One look. */
    void look() {
        try {
            String now = state.get();
            if (!now.equals(known)) {
                known = now;
                List<String> needRestart = reload.reload();
                LOG.info("the configuration was written, and its rules are in force{}", needRestart.isEmpty()
                        ? ""
                        : "; a restart is needed for " + String.join(", ", needRestart));
            }
        } catch (RuleConflictException e) {
            LOG.warn(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the configuration could not be read again", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
