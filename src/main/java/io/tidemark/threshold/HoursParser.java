package io.tidemark.threshold;

import io.tidemark.metric.Nearest;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads hours of a week:
 *
 * <pre>
 * hours = [days] [time "-" time] zone
 * days  = day ["-" day] {"," day ["-" day]}
 * </pre>
 */
final class HoursParser {

    private static final Pattern DAYS = Pattern.compile("([A-Za-z][a-z]{2})(?:-([A-Za-z][a-z]{2}))?(?![A-Za-z/])");
    private static final Pattern SPAN = Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z][A-Za-z0-9_+/-]*");

    private final RuleScanner scanner;

    HoursParser(RuleScanner scanner) {
        this.scanner = scanner;
    }

    Hours hours() {
        SortedSet<DayOfWeek> days = days();
        Hours.Span span = span();
        if (days.isEmpty() && span == null) {
            throw scanner.expected("days or times, as in mon-fri 08:00-18:00 Europe/Berlin");
        }
        return new Hours(days.isEmpty() ? new TreeSet<>(EnumSet.allOf(DayOfWeek.class)) : days, span, zone());
    }

    private SortedSet<DayOfWeek> days() {
        SortedSet<DayOfWeek> days = new TreeSet<>();
        do {
            int column = scanner.position();
            Optional<Matcher> range = scanner.take(DAYS);
            if (range.isEmpty()) {
                if (days.isEmpty()) {
                    return days;
                }
                throw scanner.expected("a day after the comma");
            }
            DayOfWeek first = day(range.get().group(1), column);
            DayOfWeek last = range.get().group(2) == null ? first : day(range.get().group(2), column);
            for (DayOfWeek day = first; !day.equals(last); day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        } while (scanner.takeSymbol(","));
        return days;
    }

    private DayOfWeek day(String word, int column) {
        return Arrays.stream(DayOfWeek.values()).filter(day -> Hours.word(day).equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> scanner.error(column,
                        "'" + word + "' is no day: use mon, tue, wed, thu, fri, sat or sun"));
    }

    private Hours.@Nullable Span span() {
        int column = scanner.position();
        Optional<Matcher> found = scanner.take(SPAN);
        if (found.isEmpty()) {
            return null;
        }
        LocalTime from = time(found.get().group(1), column);
        LocalTime to = time(found.get().group(2), column);
        if (from.equals(to)) {
            throw scanner.error(column, "a span that begins and ends at " + from
                    + " is empty: leave the times out for whole days");
        }
        return new Hours.Span(from, to);
    }

    private LocalTime time(String text, int column) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException _) {
            throw scanner.error(column, "'" + text + "' is no time of day: use 00:00 to 23:59");
        }
    }

    private ZoneId zone() {
        int column = scanner.position();
        String name = scanner.take(ZONE).map(Matcher::group)
                .orElseThrow(() -> scanner.expected("a time zone such as Europe/Berlin or UTC"));
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            throw scanner.error(column,
                    "there is no time zone '" + name + "'" + Nearest.hint(name, ZoneId.getAvailableZoneIds()));
        }
    }
}
