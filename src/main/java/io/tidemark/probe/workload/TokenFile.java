package io.tidemark.probe.workload;

import io.tidemark.metric.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a probe's use of a day is kept over restarts: one line with the date and the tokens of prompts and answers. */
final class TokenFile {

    private static final Pattern LINE = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d{1,15}) (\\d{1,15})\\s*");
    private static final long LONGEST = 100;

    private final @Nullable Path file;
    /** Held while the file is written and for nothing else. */
    private final Object writing = new Object();
    private @Nullable Day written;

    /** @param file null to keep nothing */
    TokenFile(@Nullable Path file) {
        this.file = file;
    }

    /**
     * What was used on a day.
     *
     * @param used what runs included
     * @param isKnown false where that could not be read
     */
    record Day(LocalDate date, TokenUse used, boolean isKnown) {

        static Day fresh(LocalDate date) {
            return new Day(date, TokenUse.NONE, true);
        }

        Day plus(TokenUse more) {
            return new Day(date, used.plus(more), isKnown);
        }
    }

    /** Use of an earlier day is over; what cannot be read counts as the whole budget, for it may have been that. */
    Day read(LocalDate today) {
        try {
            return file == null || !Files.exists(file) ? Day.fresh(today) : parsed(file);
        } catch (NoSuchFileException _) {
            return Day.fresh(today);
        } catch (IOException | DateTimeParseException _) {
            return new Day(today, TokenUse.NONE, false);
        }
    }

    private static Day parsed(Path file) throws IOException {
        Matcher line = LINE.matcher(Files.size(file) > LONGEST ? "" : Files.readString(file));
        if (!line.matches()) {
            throw new IOException("not what is written here");
        }
        return new Day(LocalDate.parse(line.group(1)),
                new TokenUse(Long.parseLong(line.group(2)), Long.parseLong(line.group(3))), true);
    }

    /** Writes what is the newest when it is written, so that an older state never comes after a newer one. */
    void write(Supplier<Day> newest) throws IOException {
        synchronized (writing) {
            Day day = newest.get();
            if (file == null || !day.isKnown() || day.equals(written)) {
                return;
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            WholeFile.replace(file,
                    day.date() + " " + day.used().prompt() + " " + day.used().completion() + "\n");
            written = day;
        }
    }

    String unreadable() {
        return "the file " + file + " cannot be understood, so that the day's budget counts as spent until 00:00 UTC";
    }

    String unwritable() {
        return "the file " + file + " cannot be written, so that the day's budget would not be kept";
    }
}
