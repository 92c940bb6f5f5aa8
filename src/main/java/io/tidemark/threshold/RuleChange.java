package io.tidemark.threshold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit trail of stored rules.
 *
 * @param id time-ordered
 * @param by who changed it, as far as is known
 * @param before null when the rule was new
 * @param after null when it was removed
 */
public record RuleChange(long id, String name, Instant at, String by, @Nullable String before,
        @Nullable String after) {}
