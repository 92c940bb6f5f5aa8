package io.tidemark.intake;

import io.tidemark.metric.Excerpt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** When something was measured, in the forms of ISO 8601 that tools write. */
final class Moments {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private Moments() {}

    /** One without an offset is meant in UTC. */
    static Instant read(JsonText json) {
        String text = json.text();
        try {
            TemporalAccessor read = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from,
                    LocalDateTime::from);
            Instant moment = read instanceof OffsetDateTime exact
                    ? exact.toInstant()
                    : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
            if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
                throw new DateTimeException("out of any calendar of results");
            }
            return moment;
        } catch (DateTimeException _) {
            throw json
                    .refused("a time such as 2026-11-26T08:00:00Z is expected here, not \"" + Excerpt.of(text) + "\"");
        }
    }
}
