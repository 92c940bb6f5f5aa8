package io.tidemark.alert.cause;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert probably came about, as it looked when it did.
 *
 * @param sentence what a person would say; never empty
 * @param known whether it names a cause, rather than saying that none is known
 * @param moved readings that moved with it, those that point to a known cause first, then by how unusual they are
 */
public record Causes(String sentence, boolean known, List<Cause> moved) {

    public Causes {
        moved = List.copyOf(moved);
    }

    /** These, unless they name no cause and earlier ones do. */
    public Causes orElse(@Nullable Causes earlier) {
        return !known && earlier != null && earlier.known ? earlier : this;
    }

    /**
     * One reading that moved with the alert, or points to what may be behind it.
     *
     * @param series name of the metric
     * @param value over the last moments, in the metric's base unit; of a counter its increase per second
     * @param usual in the hours before; null when too little is known
     * @param unusual how many usual deviations lie between, 0 to 999, negative when it fell
     * @param text the same for people: `system.disk.busy 99 % (usually 12 %)`
     * @param sentence the cause it points to; null when it only moved
     */
    public record Cause(String series, Map<String, String> labels, double value, @Nullable Double usual, double unusual,
            String text, @Nullable String sentence) {}
}
