package io.tidemark.history.window;

import io.tidemark.history.Window;
import io.tidemark.history.window.Holds.Hold;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import io.tidemark.metric.SeriesSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Windows over the measures of runs: one value a run, or for `probe.latency` the runs' distributions. */
final class HeldRuns {

    private final Wishes wishes;
    private final Holds holds = new Holds();
    private final Map<Series, HeldSeries> held = new HashMap<>();

    /** @param wishes is told which windows lack what was seen before */
    HeldRuns(Wishes wishes) {
        this.wishes = wishes;
    }

    synchronized void hold(SeriesSelector selector, Duration length, Iterable<Run> newest) {
        Hold hold = holds.add(selector, length);
        newest.forEach(run -> begin(hold, run).forEach(series -> series.add(run)));
    }

    /** Answers with the series that are held from now on. */
    private List<HeldSeries> begin(Hold hold, Run run) {
        List<HeldSeries> begun = new ArrayList<>();
        ProbeSeries.matching(hold.selector(), run).forEach(series -> {
            HeldSeries one = held.computeIfAbsent(series, _ -> {
                HeldSeries first = new HeldSeries(series, run);
                begun.add(first);
                return first;
            });
            if (one.hold(hold.millis())) {
                wishes.add(series);
            }
        });
        return begun;
    }

    synchronized void release(SeriesSelector selector, Duration length) {
        holds.remove(selector, length);
        held.entrySet().removeIf(entry -> {
            if (!selector.matches(entry.getKey())) {
                return false;
            }
            long longest = holds.longest(entry.getKey());
            entry.getValue().holdOnly(longest);
            return longest == 0;
        });
    }

    synchronized void add(Run run) {
        holds.forEach(hold -> begin(hold, run));
        held.values().stream().filter(series -> series.isOf(run.probe())).forEach(series -> series.add(run));
    }

    synchronized Optional<Window> window(Series series, Duration length, Instant now) {
        return Optional.ofNullable(held.get(series)).flatMap(one -> one.window(length, now));
    }

    synchronized Optional<Window> undisturbed(Series series, Duration length, Instant now) {
        return Optional.ofNullable(held.get(series)).flatMap(one -> one.undisturbed(length, now));
    }

    synchronized boolean isWhole(Series series, long millis) {
        HeldSeries one = held.get(series);
        return one != null && one.isWhole(millis);
    }

    synchronized @Nullable Stretch lack(Series series) {
        HeldSeries one = held.get(series);
        return one == null ? null : one.lack();
    }

    /** Puts an earlier run before those that are held; answers whether any of the series has room for another. */
    synchronized boolean precede(Map<Series, Stretch> lacking, Run run) {
        boolean room = false;
        for (Map.Entry<Series, Stretch> entry : lacking.entrySet()) {
            HeldSeries one = held.get(entry.getKey());
            room |= one != null && one.precede(entry.getValue(), run);
        }
        return room;
    }

    /** To be called after the last of them. */
    synchronized void reach(Series series, Stretch stretch, long completeFrom) {
        HeldSeries one = held.get(series);
        if (one != null) {
            one.reach(stretch, completeFrom);
        }
    }
}
