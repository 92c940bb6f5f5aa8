package io.tidemark.history;

import io.tidemark.history.window.LatestReadings;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings newest runs back into memory after a start: of results that other tools send, the next may be days away. Those
 * that came last come first, until there are as many as memory should hold.
 */
final class Recall {

    private static final Logger LOG = LoggerFactory.getLogger(Recall.class);
    private static final int MOST_RUNS = 200;
    /** As many as one file of results may bring. */
    private static final int MOST_FIGURES = 20_000;

    private final RunQueries runs;
    private final LatestReadings readings;
    private int recalled;
    private int figures;

    Recall(RunQueries runs, LatestReadings readings) {
        this.runs = runs;
        this.readings = readings;
    }

    /** The newest run of each of these probes, unless one was seen since the start. */
    void of(Predicate<String> probes) {
        List<String> wanted = runs.probes().stream().filter(probes)
                .filter(probe -> readings.lastRun(probe).isEmpty()).toList();
        boolean all = wanted.stream().limit(MOST_RUNS)
                .flatMap(probe -> runs.newest(probe, Long.MAX_VALUE, 1).stream()).allMatch(this::take);
        if (!all || wanted.size() > MOST_RUNS) {
            LOG.info("The last results of {} of {} names are in memory again; the others come with the next ones",
                    recalled, wanted.size());
        }
    }

    /** Whether there was room for it. */
    private boolean take(Run run) {
        figures += run.measures().size();
        if (figures > MOST_FIGURES) {
            return false;
        }
        readings.accept(Observation.of(run));
        recalled++;
        return true;
    }
}
