package io.tidemark.history.window;

import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.util.Map;
import java.util.function.Predicate;

/** What was seen earlier and is kept elsewhere. Asking may take long and may fail with any exception. */
public interface Past {

    /**
     * Shows what was sampled of each series in its stretch, one series after the other and oldest first.
     *
     * @return since when nothing is missing, in milliseconds since 1970
     */
    long samples(Map<Series, Stretch> wanted, Sink sink);

    /**
     * Shows the runs of a probe that began in a stretch, newest first.
     *
     * @param sink answers whether it wants more
     * @return since when nothing is missing, in milliseconds since 1970
     */
    long runs(String probe, Stretch wanted, Predicate<Run> sink);

    /** Is shown samples. */
    interface Sink {

        void sample(Series series, long millis, double value);
    }
}
