package io.tidemark.threshold;

import org.jspecify.annotations.Nullable;

/**
 * What a rule knows of one series.
 *
 * @param source where its values come from
 * @param heard when the last one came, on the ticker; null before the first
 */
record Tracked(Memory memory, String source, @Nullable Long heard) {

    Tracked with(Memory next) {
        return new Tracked(next, source, heard);
    }
}
