package io.tidemark.web;

import io.tidemark.metric.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may read and write.
 *
 * @param token once set, every write needs it as `Authorization: Bearer`, and so does reading from elsewhere
 * @param openReads whether reading from elsewhere needs nothing; no by default
 */
public record ApiSettings(@Nullable Secret token, boolean openReads) {

    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]+");

    public ApiSettings {
        if (token != null && !SENDABLE.matcher(token.value()).matches()) {
            throw new IllegalArgumentException(
                    "tidemark.api.token must be one or more visible ASCII characters without spaces; leave the key out"
                            + " for no token");
        }
    }
}
