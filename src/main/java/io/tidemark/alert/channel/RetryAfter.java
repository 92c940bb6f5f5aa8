package io.tidemark.alert.channel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header `Retry-After`: seconds or a date (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** A receiver that asks for more is more likely wrong than busy, and alerts must not wait for days. */
    static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    static Optional<Duration> parse(String header, Instant now) {
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
