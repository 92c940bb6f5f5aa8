package io.tidemark.probe.command;

import io.tidemark.intake.Figure;
import io.tidemark.intake.Imported;
import io.tidemark.intake.Results;
import io.tidemark.intake.ResultsException;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.ToolMeasure;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that a program writes its results into, in a format of another tool.
 *
 * @param format one of {@link Results#formats()}
 */
public record ResultsFile(Path file, String format) {

    /** More of one program is for a store of its own. */
    private static final int MOST_MEASURES = 500;

    /** What tells whether a file was written meanwhile. */
    private record State(FileTime written, long bytes, @Nullable Object key) {}

    /** The file before a program runs. */
    public final class Before {

        private final Optional<State> state = state();

        private Before() {}

        /**
         * What the program has written since, as measures by name.
         *
         * @throws ProbeException when it has written nothing, or what is not understood
         */
        public Map<String, Double> read(Program program) throws ProbeException {
            Optional<State> now = state();
            if (now.isEmpty() || now.equals(state)) {
                throw CommandFailures.wrote(program, Kind.NOT_FOUND, "no results into " + file);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return measures(program, in);
            } catch (ResultsException e) {
                throw CommandFailures.wrote(program,
                        e.kind() == ResultsException.Kind.TOO_LARGE ? Kind.TOO_LARGE : Kind.PROTOCOL,
                        "results that are not taken: " + e.sentence());
            } catch (IOException _) {
                throw CommandFailures.wrote(program, Kind.REFUSED, "results into " + file
                        + ", which cannot be read");
            }
        }
    }

    /** To be asked before the program is started: what an earlier one has written is none of its results. */
    public Before before() {
        return new Before();
    }

    private Optional<State> state() {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.isRegularFile()
                    ? Optional.of(new State(found.lastModifiedTime(), found.size(), found.fileKey()))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Map<String, Double> measures(Program program, InputStream in) throws IOException, ProbeException {
        Map<String, Double> measures = new HashMap<>();
        for (Imported result : Results.parse(format, in)) {
            for (Map.Entry<String, Double> one : measures(result).entrySet()) {
                if (measures.put(one.getKey(), one.getValue()) != null) {
                    throw CommandFailures.wrote(program, Kind.PROTOCOL,
                            "results of which two would be told as '" + one.getKey() + "'");
                }
            }
            if (measures.size() > MOST_MEASURES) {
                throw CommandFailures.wrote(program, Kind.TOO_LARGE,
                        "results of more than " + MOST_MEASURES + " figures");
            }
        }
        return measures;
    }

    private static Map<String, Double> measures(Imported result) {
        Map<String, Double> measures = new HashMap<>();
        result.figures().forEach(figure -> measures.put(name(result, figure), figure.value()));
        addIterations(result, measures);
        measures.keySet().removeIf(name -> name.length() > ToolMeasure.LONGEST);
        return measures;
    }

    /** A figure that every probe has is the probe's own under that name, so that the tool's says its unit as well. */
    private static String name(Imported result, Figure figure) {
        boolean asItIs = result.name().isEmpty() && ProbeMeasure.named(figure.measure()).isEmpty();
        return asItIs ? figure.measure() : name(result, figure.measure(), figure.metric().unit());
    }

    private static String name(Imported result, String measure, Unit unit) {
        return ToolMeasure.of(result.name() + " " + measure, unit, Better.NEITHER, "Told by a program").name()
                .substring(ProbeMeasure.PREFIX.length());
    }

    private static void addIterations(Imported result, Map<String, Double> measures) {
        Distribution latency = result.latency();
        for (ProbeMeasure measure : ProbeMeasure.values()) {
            measure.of(latency).ifPresent(value -> measures
                    .putIfAbsent(name(result, measure.measure(), measure.metric().unit()), value));
        }
        long failed = result.errors().values().stream().mapToLong(Long::longValue).sum();
        if (failed > 0 || !latency.isEmpty()) {
            measures.putIfAbsent(name(result, "failures", Unit.ONE), (double) failed);
        }
    }
}
