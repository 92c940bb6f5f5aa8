package io.tidemark.intake;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.ToolMeasure;
import io.tidemark.metric.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the figures of one result, each once; what the tool did not have is left out. */
final class Figures {

    private static final int MOST = 2_000;

    private final Map<String, Figure> byName = new LinkedHashMap<>();
    private int tooLong;

    /** A figure that every probe has. */
    void add(ProbeMeasure measure, @Nullable Double value) {
        if (value != null) {
            add(measure.metric(), value);
        }
    }

    /** A figure of the tool's own, called as the tool calls it. */
    void add(String told, Unit unit, Better better, double value) {
        add(ToolMeasure.of(told, unit, better, "`" + Words.brief(told) + "` as the tool reports it"), value);
    }

    private void add(Metric metric, double value) {
        Figure figure = new Figure(metric, value);
        if (figure.measure().length() > ToolMeasure.LONGEST) {
            tooLong++;
        } else if (byName.put(metric.name(), figure) != null) {
            throw ResultsException.malformed("two figures of one result are called '" + figure.measure() + "'");
        } else if (byName.size() > MOST) {
            throw new ResultsException(ResultsException.Kind.TOO_LARGE,
                    "one result has more than " + MOST + " figures");
        }
    }

    List<Figure> all() {
        return List.copyOf(byName.values());
    }

    /** What a reader should know of them. */
    List<String> notes() {
        return tooLong == 0
                ? new ArrayList<>()
                : new ArrayList<>(List.of(tooLong + " figures were left out: their names are longer than "
                        + ToolMeasure.LONGEST + " letters"));
    }
}
