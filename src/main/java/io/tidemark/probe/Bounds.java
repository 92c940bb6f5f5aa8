package io.tidemark.probe;

import io.tidemark.metric.Durations;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** Checks a setting against what is allowed; every complaint is one sentence with the full key. */
final class Bounds {

    private Bounds() {}

    static int within(String key, @Nullable Integer written, int usual, int least, int most) {
        int value = written == null ? usual : written;
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: must be %d to %d, got %d".formatted(key, least, most, value));
        }
        return value;
    }

    static double within(String key, @Nullable Double written, double usual, double least, double most) {
        double value = written == null ? usual : written;
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s: must be %s to %s, got %s".formatted(key, plain(least), plain(most), plain(value)));
        }
        return value;
    }

    static Duration within(String key, @Nullable Duration written, Duration usual, Duration least, Duration most) {
        Duration value = written == null ? usual : written;
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s: must be %s to %s, got %dms".formatted(key, Durations.text(least), Durations.text(most),
                            value.toMillis()));
        }
        return value;
    }

    static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** A number as people write it: without a fraction where there is none. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
