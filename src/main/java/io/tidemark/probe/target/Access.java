package io.tidemark.probe.target;

import io.tidemark.metric.Secret;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * As whom a server is asked, and what may be asked of it.
 *
 * @param token sent to an HTTP endpoint instead of both
 * @param writes whether anything may be written
 */
public record Access(@Nullable String username, @Nullable Secret password, @Nullable Secret token,
        boolean writes, Limits limits) {

    /** As drivers of databases take it. */
    Properties properties() {
        Properties properties = new Properties();
        if (username != null) {
            properties.setProperty("user", username);
        }
        if (password != null) {
            properties.setProperty("password", password.value());
        }
        return properties;
    }
}
