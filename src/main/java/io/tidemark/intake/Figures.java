package io.tidemark.intake;

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

    private final JsonText json;
    private final Map<String, Figure> byName = new LinkedHashMap<>();
    private int tooLong;
    private int taken;

    /** @param json the file they stand in, of all whose results the figures are bounded too */
    Figures(JsonText json) {
        this.json = json;
    }

    /** A figure that every probe has. */
    void add(ProbeMeasure measure, @Nullable Double value) {
        if (value != null) {
            add(Figure.of(measure, value));
        }
    }

    /** A figure of the tool's own, called as the tool calls it; of two that would get one name the first stays. */
    void add(String told, Unit unit, Better better, double value) {
        add(Figure.told(told, unit, better, value));
    }

    private void add(Figure figure) {
        if (figure.measure().length() > ToolMeasure.LONGEST) {
            tooLong++;
        } else if (byName.putIfAbsent(figure.measure(), figure) != null) {
            taken++;
        } else if (byName.size() > MOST) {
            throw json.tooLarge("one result has more than " + MOST + " figures");
        } else {
            json.countFigure();
        }
    }

    List<Figure> all() {
        return List.copyOf(byName.values());
    }

    /** What a reader should know of them. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        leftOut(tooLong, "their names are longer than " + ToolMeasure.LONGEST + " letters", notes);
        leftOut(taken, "others before them are called the same", notes);
        return notes;
    }

    private static void leftOut(int figures, String why, List<String> notes) {
        if (figures > 0) {
            notes.add(figures + " figures were left out: " + why);
        }
    }
}
