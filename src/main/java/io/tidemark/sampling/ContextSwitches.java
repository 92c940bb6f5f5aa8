package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.function.LongSupplier;

/**
 * How often the threads of one process were given a processor. The kernel counts by thread and forgets a thread that
 * ended, so that increases are added up; one look at all threads is dear and is taken every ten seconds.
 */
final class ContextSwitches {

    private static final Duration KEPT = Duration.ofSeconds(10);

    /** A process of more threads is left out. */
    private static final int THREADS = 1000;

    private final Every due;
    private Map<String, Double> before = Map.of();
    private double total = Double.NaN;

    ContextSwitches(LongSupplier nanos) {
        this.due = new Every(KEPT, nanos);
    }

    /**
     * The last count.
     *
     * @param tasks the directory `task` of the process
     * @return NaN when it cannot be counted
     */
    double read(TextReader reader, File tasks) {
        if (due.due()) {
            String[] threads = tasks.list();
            if (threads == null || threads.length > THREADS) {
                total = Double.NaN;
                before = Map.of();
            } else {
                add(reader, tasks, threads);
            }
        }
        // A thread that runs was given a processor: zero is a kernel that does not count.
        return total > 0 ? total : Double.NaN;
    }

    private void add(TextReader reader, File tasks, String[] threads) {
        Map<String, Double> now = HashMap.newHashMap(threads.length);
        double sum = Double.isNaN(total) ? 0 : total;
        for (String thread : threads) {
            try {
                double count = reader.read(new File(tasks, thread + "/schedstat"), ContextSwitches::timeslices);
                now.put(thread, count);
                sum += Math.max(0, count - before.getOrDefault(thread, 0.0));
            } catch (IOException _) {
                // It has ended since the directory was listed.
            }
        }
        before = now;
        total = sum;
    }

    /** Time on a processor, time waited for one, timeslices; see sched-stats.rst. */
    private static double timeslices(String text) {
        StringTokenizer words = new StringTokenizer(text);
        words.nextToken();
        words.nextToken();
        return Long.parseLong(words.nextToken());
    }
}
