package io.tidemark.history.store;

/** Adds samples and summaries up, oldest first. Not safe for threads. */
public final class Tally {

    private long firstMillis;
    private long lastMillis;
    private long count;
    private double min;
    private double max;
    private double sum;
    private double first;
    private double last;
    private double beforeRestarts;

    public void add(long millis, double value) {
        if (count == 0) {
            begin(millis, value);
            min = value;
            max = value;
        } else {
            restart(value);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        count++;
        sum += value;
        last = value;
        lastMillis = millis;
    }

    /**
     * Those from one index to another (exclusive). Keeps to local variables and plain comparisons, because the compiler the
     * service runs with (C1) makes calls of {@link Math#min(double, double)} and memory of fields.
     */
    public void add(long[] millis, double[] values, int from, int to) {
        add(millis[from], values[from]);
        double least = min;
        double most = max;
        double total = sum;
        double before = last;
        double fallen = beforeRestarts;
        for (int i = from + 1; i < to; i++) {
            double value = values[i];
            if (value < before) {
                fallen += before;
            }
            if (value < least) {
                least = value;
            }
            if (value > most) {
                most = value;
            }
            total += value;
            before = value;
        }
        min = least;
        max = most;
        sum = total;
        beforeRestarts = fallen;
        last = before;
        lastMillis = millis[to - 1];
        count += to - from - 1;
    }

    public void add(Summary next) {
        if (count == 0) {
            begin(next.firstMillis(), next.first());
            min = next.min();
            max = next.max();
        } else {
            restart(next.first());
            min = Math.min(min, next.min());
            max = Math.max(max, next.max());
        }
        count += next.count();
        sum += next.sum();
        beforeRestarts += next.beforeRestarts();
        last = next.last();
        lastMillis = next.lastMillis();
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Of what was added since the last time; empties. */
    public Summary take() {
        Summary taken = new Summary(firstMillis, lastMillis, count, min, max, sum, first, last, beforeRestarts);
        count = 0;
        sum = 0;
        beforeRestarts = 0;
        return taken;
    }

    private void begin(long millis, double value) {
        firstMillis = millis;
        first = value;
    }

    /** A counter that fell started again at zero, as {@link io.tidemark.history.window.Counters} reads it. */
    private void restart(double next) {
        if (next < last) {
            beforeRestarts += last;
        }
    }
}
