package io.tidemark.history.window;

import java.util.Optional;

/** Values of one series in order of arrival, trimmed by age. Grows as needed up to a bound; not thread-safe. */
final class Ring {

    /** More are never held, whatever the length asked for; two days at one a second and some. */
    static final int MOST = 200_000;

    private long[] millis = new long[16];
    private double[] values = new double[16];
    private int first;
    private int size;

    void add(long at, double value, long oldest) {
        dropAfter(at);
        trim(oldest);
        if (size == MOST) {
            dropFirst();
        } else if (size == millis.length) {
            grow();
        }
        int slot = slot(size++);
        millis[slot] = at;
        values[slot] = value;
    }

    /** Puts values that were taken before all others in front of them, as many of the newest as there is room for. */
    void precede(Ring past) {
        for (int i = past.size - 1; i >= 0; i--) {
            addFirst(past.millis[past.slot(i)], past.values[past.slot(i)]);
        }
    }

    /** Puts a value in front of the others, unless there is no room or it was not taken before them. */
    void addFirst(long at, double value) {
        if (size == MOST || (size > 0 && at >= millis[first])) {
            return;
        }
        if (size == millis.length) {
            grow();
        }
        first = slot(millis.length - 1);
        millis[first] = at;
        values[first] = value;
        size++;
    }

    /** Values taken after {@code after} and not after {@code to}. */
    Optional<ValueWindow> between(long after, long to) {
        int from = firstAfter(after);
        int count = firstAfter(to) - from;
        if (count <= 0) {
            return Optional.empty();
        }
        long[] times = new long[count];
        double[] held = new double[count];
        int slot = slot(from);
        int untilEnd = Math.min(count, millis.length - slot);
        System.arraycopy(millis, slot, times, 0, untilEnd);
        System.arraycopy(millis, 0, times, untilEnd, count - untilEnd);
        System.arraycopy(values, slot, held, 0, untilEnd);
        System.arraycopy(values, 0, held, untilEnd, count - untilEnd);
        return Optional.of(new ValueWindow(times, held));
    }

    /** Index of the first value that is later; they are in order. */
    private int firstAfter(long at) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (millis[slot(middle)] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    int size() {
        return size;
    }

    /** What is later than now was taken before the clock was set back, and would never grow old. */
    private void dropAfter(long now) {
        while (size > 0 && millis[slot(size - 1)] > now) {
            size--;
        }
    }

    private void trim(long oldest) {
        while (size > 0 && millis[first] < oldest) {
            dropFirst();
        }
    }

    private void dropFirst() {
        first = slot(1);
        size--;
    }

    private void grow() {
        int capacity = Math.min(MOST, millis.length * 2);
        long[] times = new long[capacity];
        double[] held = new double[capacity];
        for (int i = 0; i < size; i++) {
            times[i] = millis[slot(i)];
            held[i] = values[slot(i)];
        }
        millis = times;
        values = held;
        first = 0;
    }

    private int slot(int index) {
        return (first + index) % millis.length;
    }
}
