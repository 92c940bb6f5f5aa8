package io.tidemark.history.window;

import java.util.Collection;

/** A stretch of time, both ends inclusive, in milliseconds since 1970. */
public record Stretch(long from, long to) {

    boolean contains(long at) {
        return at >= from && at <= to;
    }

    long length() {
        return to - from;
    }

    /** The shortest that contains all of them. */
    public static Stretch around(Collection<Stretch> all) {
        return new Stretch(all.stream().mapToLong(Stretch::from).min().orElseThrow(),
                all.stream().mapToLong(Stretch::to).max().orElseThrow());
    }
}
