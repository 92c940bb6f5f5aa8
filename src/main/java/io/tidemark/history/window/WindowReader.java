package io.tidemark.history.window;

import io.tidemark.metric.BackOff;
import io.tidemark.metric.Series;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads back what windows held before they were held here: before a start, or before a rule asked for them. One thread, a
 * few series at a time; what fails is tried again until the window is whole by itself. Never interrupted: the embedded
 * store does not survive that.
 */
public final class WindowReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WindowReader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** Milliseconds of all windows that are read together; some of them may have been read ten times a second. */
    private static final long MOST_AT_ONCE = Ring.MOST / 4 * 1000L;

    private final LatestReadings readings;
    private final Wishes wishes;
    private final Past past;
    private final BackOff pauses = new BackOff(new SecureRandom(), FIRST_PAUSE, LONGEST_PAUSE);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("tidemark-windows").daemon().unstarted(this::run);
    /** One of those that could not be read together may be why; they are read alone. */
    private final Set<Series> difficult = new HashSet<>();
    private int failuresInARow;

    public WindowReader(LatestReadings readings, Wishes wishes, Past past) {
        this.readings = readings;
        this.wishes = wishes;
        this.past = past;
    }

    public void start() {
        thread.start();
    }

    /** Ends after what is being asked now. */
    @Override
    public void close() {
        stopping.countDown();
        wishes.close();
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                attempt(wishes.await());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Map<Series, Long> wished) throws InterruptedException {
        Map<Series, Stretch> lacking = lacking(wished);
        if (lacking.isEmpty()) {
            return;
        }
        try {
            read(lacking);
            wished.forEach((series, since) -> {
                if (lacking.containsKey(series)) {
                    wishes.done(series, since);
                }
            });
            difficult.removeAll(lacking.keySet());
            failuresInARow = 0;
        } catch (RuntimeException | Error e) {
            failed(e);
            difficult.addAll(lacking.keySet());
            lacking.keySet().forEach(wishes::postpone);
            stopping.await(pauses.after(failuresInARow, Optional.empty()).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What can be read together, beginning with what was asked for first. */
    private Map<Series, Stretch> lacking(Map<Series, Long> wished) {
        Map<Series, Stretch> lacking = new LinkedHashMap<>();
        wished.forEach((series, since) -> {
            Stretch lack = readings.lack(series);
            if (lack == null) {
                wishes.done(series, since);
                difficult.remove(series);
            } else if (lacking.isEmpty() || goesWith(lacking, series, lack)) {
                lacking.put(series, lack);
            }
        });
        return lacking;
    }

    private boolean goesWith(Map<Series, Stretch> others, Series series, Stretch lack) {
        Series first = others.keySet().iterator().next();
        if (difficult.contains(first) || difficult.contains(series)) {
            return false;
        }
        if (ProbeSeries.isProbeMeasure(first.metric())) {
            return ProbeSeries.isProbeMeasure(series.metric())
                    && ProbeSeries.probe(series).equals(ProbeSeries.probe(first));
        }
        long together = others.values().stream().mapToLong(Stretch::length).sum() + lack.length();
        return !ProbeSeries.isProbeMeasure(series.metric()) && together <= MOST_AT_ONCE;
    }

    private void read(Map<Series, Stretch> lacking) {
        Series first = lacking.keySet().iterator().next();
        if (ProbeSeries.isProbeMeasure(first.metric())) {
            runs(ProbeSeries.probe(first), lacking);
        } else {
            samples(lacking);
        }
    }

    private void samples(Map<Series, Stretch> lacking) {
        Map<Series, Ring> read = new HashMap<>();
        long completeFrom = past.samples(lacking, (series, at, value) -> read.computeIfAbsent(series, _ -> new Ring())
                .add(at, value, Long.MIN_VALUE));
        lacking.forEach((series, stretch) -> readings.sampled().precede(series, stretch,
                read.getOrDefault(series, new Ring()), Math.max(completeFrom, stretch.from())));
    }

    private void runs(String probe, Map<Series, Stretch> lacking) {
        long completeFrom = past.runs(probe, Stretch.around(lacking.values()),
                run -> readings.heldRuns().precede(lacking, run));
        lacking.forEach((series, stretch) -> readings.heldRuns().reach(series, stretch,
                Math.max(completeFrom, stretch.from())));
    }

    private void failed(Throwable e) {
        if (failuresInARow++ == 0 && stopping.getCount() > 0) {
            LOG.info("What windows held before could not be read back; rules go on without, and it is tried again.", e);
        }
    }
}
