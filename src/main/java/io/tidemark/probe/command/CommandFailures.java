package io.tidemark.probe.command;

import io.tidemark.probe.command.Processes.One;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of programs, in sentences that show no more of them than their names. */
final class CommandFailures {

    /** What Java says of a program it could not start: the number and the words of the system. */
    private static final Pattern ERROR = Pattern.compile("error(?:=|: )(\\d+)(?:, | \\()([^()]+)");
    private static final String NOT_THERE = "2";
    private static final String DENIED = "13";
    /** Java gives what a signal has ended this exit code and the signal's number, as shells do. */
    private static final int SIGNAL = 128;
    private static final int MOST_SIGNAL = 64;
    private static final int MOST_NAMES = 3;

    private CommandFailures() {}

    static ProbeException noDirectory(Program program) {
        return failure(Kind.NOT_FOUND,
                program.name() + " was not started: its directory " + program.directory() + " is not there", null);
    }

    static ProbeException notStarted(Program program, IOException e) {
        Matcher told = ERROR.matcher(String.valueOf(e.getMessage()));
        boolean known = told.find();
        String number = known ? told.group(1) : "";
        return switch (number) {
            case NOT_THERE -> failure(Kind.NOT_FOUND, program.name() + " was not found"
                    + (program.file().contains("/") ? " at " + program.file() : " along PATH"), e);
            case DENIED -> failure(Kind.REFUSED, program.name() + " was not started: it may not be executed", e);
            default -> failure(Kind.OTHER,
                    program.name() + " was not started" + (known ? ": " + told.group(2) : ""), e);
        };
    }

    static ProbeException ended(Program program, int exitCode) {
        int signal = exitCode - SIGNAL;
        if (signal > 0 && signal <= MOST_SIGNAL) {
            return failure(Kind.SIGNAL, program.name() + " was ended by signal " + signal + " (exit code " + exitCode
                    + ")", null);
        }
        String allowed = program.exitCodes().stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return failure(Kind.EXIT_CODE, program.name() + " ended with exit code " + exitCode + " instead of " + allowed,
                null);
    }

    static ProbeException stopped(Program program, TreeWatch.Stop stop, long bytes, List<One> left) {
        return failure(Kind.TIMEOUT, String.format(Locale.ROOT,
                "%s did not end within %.1f s, had written %d bytes by then, and was ended with %s%s", program.name(),
                stop.afterNanos() / 1e9, bytes, processes(stop.running()), stubborn(left)), null);
    }

    static ProbeException survived(Program program, List<One> survivors, List<One> left) {
        return failure(Kind.SURVIVORS, program.name() + " ended, but " + processes(survivors)
                + " that it had started went on and had to be ended" + stubborn(left), null);
    }

    static ProbeException heldOpen(Program program) {
        return failure(Kind.SURVIVORS, program.name() + " ended, but a process that could not be found still holds its"
                + " output open", null);
    }

    static ProbeException tooManyHeldOpen(Program program) {
        return failure(Kind.SURVIVORS, program.name() + " was not started: processes of " + HeldOutputs.MOST
                + " executions before that could not be found still hold their output open", null);
    }

    /** @param what it wrote */
    static ProbeException wrote(Program program, Kind kind, String what) {
        return failure(kind, program.name() + " wrote " + what, null);
    }

    private static String processes(List<One> some) {
        String names = some.stream().map(One::name).distinct().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return (some.size() == 1 ? "1 process" : some.size() + " processes") + (names.isEmpty()
                ? ""
                : " (" + names
                        + (some.stream().map(One::name).distinct().count() > MOST_NAMES ? ", …" : "") + ")");
    }

    private static String stubborn(List<One> left) {
        return left.isEmpty() ? "" : "; " + processes(left) + " could not be ended";
    }

    private static ProbeException failure(Kind kind, String sentence, @Nullable Throwable cause) {
        return new ProbeException(new Failure(kind, sentence), cause);
    }
}
