package io.tidemark.probe;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's own program. Arguments, variables and input may be secrets, and are texts only so that numbers may be written
 * without quotes.
 *
 * @param run the program and its arguments; only the program's name is ever shown
 * @param directory where it works; that of the service by default
 * @param environment `NAME=value`, or `NAME` for a variable of the service's own; never shown
 * @param stdin what it reads; nothing by default, and never shown
 * @param exitCodes those it may end with; 0 by default
 * @param work what it gets done each time: a number, a duration such as `8m`, or the name of one of `measures`
 * @param measures what is taken in of the lines it writes
 * @param results the file it writes results into
 */
public record CommandSettings(@Nullable List<String> run, @Nullable Path directory,
        @Nullable List<String> environment, @Nullable String stdin, @Nullable List<Integer> exitCodes,
        @Nullable String work, @Nullable List<MeasureSettings> measures,
        @Nullable ResultsSettings results) {

    @Override
    public String toString() {
        return "CommandSettings[***]";
    }
}
