package io.tidemark.metric;

import org.jspecify.annotations.Nullable;

/**
 * A threshold as it was written, before anyone parsed it.
 *
 * @param text the rule in the condition grammar
 * @param probe the probe it stands inside, which bare measures such as `p95` refer to
 * @param origin who wrote it
 * @param where the full key it was read from, for messages
 */
public record RuleText(String text, @Nullable String probe, Origin origin, String where) {

    /** Who wrote a rule. */
    public enum Origin {
        /** Comes with the product; replaced by a configured or stored rule on the same measure. */
        SHIPPED,
        /** From the user's configuration. */
        CONFIGURED,
        /** Given over REST and kept in the store. */
        STORED
    }
}
