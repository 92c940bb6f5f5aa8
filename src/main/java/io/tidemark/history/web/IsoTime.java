package io.tidemark.history.web;

import java.time.Instant;
import java.time.LocalDate;

/** Writes instants as {@link Instant#toString} does, without a formatter's detours: an answer has thousands of them. */
final class IsoTime {

    private static final int DAY_SECONDS = 86_400;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final LocalDate YEAR_10000 = LocalDate.of(10_000, 1, 1);

    private IsoTime() {}

    static String text(Instant at) {
        long seconds = at.getEpochSecond();
        if (seconds < 0 || seconds >= YEAR_10000.toEpochDay() * DAY_SECONDS || at.getNano() % NANOS_PER_MILLI != 0) {
            return at.toString();
        }
        LocalDate day = LocalDate.ofEpochDay(seconds / DAY_SECONDS);
        int second = (int) (seconds % DAY_SECONDS);
        int millis = at.getNano() / NANOS_PER_MILLI;
        StringBuilder text = new StringBuilder("2000-01-01T00:00:00.000Z".length());
        digits(text, day.getYear(), 1000);
        digits(text.append('-'), day.getMonthValue(), 10);
        digits(text.append('-'), day.getDayOfMonth(), 10);
        digits(text.append('T'), second / 3600, 10);
        digits(text.append(':'), second / 60 % 60, 10);
        digits(text.append(':'), second % 60, 10);
        if (millis > 0) {
            digits(text.append('.'), millis, 100);
        }
        return text.append('Z').toString();
    }

    private static void digits(StringBuilder text, int number, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            text.append((char) ('0' + number / place % 10));
        }
    }
}
