package io.tidemark.history.window;

import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The windows that were asked for, each as often as somebody needs it. Safe for many threads. */
final class Holds {

    private final List<Hold> all = new CopyOnWriteArrayList<>();

    /** One of them. */
    record Hold(SeriesSelector selector, long millis) {}

    Hold add(SeriesSelector selector, Duration length) {
        Hold hold = new Hold(selector, length.toMillis());
        all.add(hold);
        return hold;
    }

    /** Takes one of those back that were asked for like this. */
    void remove(SeriesSelector selector, Duration length) {
        all.remove(new Hold(selector, length.toMillis()));
    }

    void forEach(Consumer<Hold> action) {
        all.forEach(action);
    }

    /** Milliseconds of the longest for a series; 0 when there is none. */
    long longest(Series series) {
        return all.stream().filter(hold -> hold.selector().matches(series)).mapToLong(Hold::millis).max().orElse(0);
    }
}
