package io.tidemark.threshold;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Hours of a week as the clocks of a place show them, so that daylight saving moves them along. Prints as it is written:
 * {@code mon-fri 08:00-18:00 Europe/Berlin}.
 *
 * @param days on which the span begins, never empty
 * @param span null for whole days
 */
public record Hours(SortedSet<DayOfWeek> days, @Nullable Span span, ZoneId zone) {

    public Hours {
        days = new TreeSet<>(days);
    }

    /**
     * From one time of day to another, the latter excluded.
     *
     * @param to at or before {@code from} for a span that ends on the next day
     */
    public record Span(LocalTime from, LocalTime to) {

        private boolean isOverMidnight() {
            return !from.isBefore(to);
        }

        @Override
        public String toString() {
            return from + "-" + to;
        }
    }

    /**
     * Reads hours that stand by themselves.
     *
     * @param where they stand, for messages
     * @throws RuleException when they are none
     */
    public static Hours parse(String text, String where) {
        RuleScanner scanner = new RuleScanner(new RuleText(text, null, Origin.CONFIGURED, where));
        Hours hours = new HoursParser(scanner).hours();
        if (!scanner.atEnd()) {
            throw scanner.expected("the end");
        }
        return hours;
    }

    public boolean include(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        DayOfWeek today = local.getDayOfWeek();
        if (span == null) {
            return days.contains(today);
        }
        LocalTime time = local.toLocalTime();
        if (!span.isOverMidnight()) {
            return days.contains(today) && !time.isBefore(span.from()) && time.isBefore(span.to());
        }
        // What began yesterday may still go on.
        return time.isBefore(span.to())
                ? days.contains(today.minus(1))
                : days.contains(today) && !time.isBefore(span.from());
    }

    static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        String when = days.size() == DayOfWeek.values().length && span != null ? "" : dayText() + " ";
        return when + (span == null ? "" : span + " ") + zone;
    }

    /** Days in a row as a range: {@code mon-wed,sat}. */
    private String dayText() {
        StringBuilder text = new StringBuilder();
        DayOfWeek[] all = DayOfWeek.values();
        for (int i = 0; i < all.length; i++) {
            if (days.contains(all[i])) {
                int last = i;
                while (last + 1 < all.length && days.contains(all[last + 1])) {
                    last++;
                }
                text.append(text.isEmpty() ? "" : ",").append(word(all[i]))
                        .append(last == i ? "" : "-" + word(all[last]));
                i = last;
            }
        }
        return text.toString();
    }
}
