package io.tidemark.metric;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header `Retry-After`: seconds or a date (RFC 9110, 10.2.3). */
public final class RetryAfter {

    /** Whoever asks for more is more likely wrong than busy, and nothing here must wait for days. */
    static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** How long to wait from now on; empty when that is not understood or over. */
    public static Optional<Duration> parse(String header, Instant now) {
        return read(header.strip(), now).filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> read(String header, Instant now) {
        try {
            return Optional.of(header.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header))
                    : Duration.between(now, ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
