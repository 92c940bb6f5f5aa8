package io.tidemark.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads instants and durations as they stand in a request. */
public final class TimeText {

    private static final Pattern UNIX = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

    /** Dashboards send milliseconds; as seconds such a number would be in the year 5138. */
    private static final double FIRST_MILLIS = 1e11;
    /** No store keeps anything later. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private TimeText() {}

    /** `now`, `-6h`, seconds or milliseconds since 1970, or RFC 3339; never outside 1970 to 9999. */
    public static Instant instant(String parameter, String text, Instant now) {
        Instant instant = read(parameter, text.strip(), now);
        return instant.isBefore(Instant.EPOCH) ? Instant.EPOCH : instant.isAfter(LAST) ? LAST : instant;
    }

    private static Instant read(String parameter, String text, Instant now) {
        if (text.equals("now")) {
            return now;
        }
        if (text.startsWith("-")) {
            return now.minus(duration(parameter, text.substring(1)));
        }
        if (UNIX.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            return Instant.ofEpochMilli(Math.round(number < FIRST_MILLIS ? number * 1000 : number));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw ProblemException.badRequest("parameter '" + parameter + "' is '" + text
                    + "', but must be an RFC 3339 time, seconds or milliseconds since 1970, 'now' or a length before it "
                    + "such as -6h");
        }
    }

    /** A whole number and one unit; seconds without one. */
    public static Duration duration(String parameter, String text) {
        Matcher matcher = LENGTH.matcher(text);
        if (!matcher.matches()) {
            throw ProblemException.badRequest("parameter '" + parameter + "' has the length '" + text
                    + "', but must be a whole number with one of ms, s, m, h, d, for example 30s");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            case null, default -> Duration.ofSeconds(number);
        };
    }
}
