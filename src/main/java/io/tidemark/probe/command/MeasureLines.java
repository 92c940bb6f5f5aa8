package io.tidemark.probe.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Scale;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.ProbeException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the measures of a program from what it writes: lines of a declared name, a value and a unit, such as
 * `frame_rate 61.3 1/s`, of which the last one of each name counts. Whatever else it writes is counted and let go.
 */
public final class MeasureLines implements Output.Lines {

    private static final Pattern BLANK = Pattern.compile("[ \\t\\r]+");
    private static final Pattern NUMBER = Pattern
            .compile("[-+]?(?:[0-9]{1,30}(?:\\.[0-9]{1,30})?|\\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?");
    private static final int MOST_WORDS = 3;

    private final Map<String, Metric> declared;
    private final Map<String, Double> values = new HashMap<>();
    private @Nullable String garbage;
    private long ignored;

    /** @param declared what is taken in, by name */
    public MeasureLines(Map<String, Metric> declared) {
        this.declared = declared;
    }

    @Override
    public synchronized void take(byte[] line, int length, boolean whole) {
        String name = declared.isEmpty() || !whole ? "" : name(line, length);
        Metric metric = declared.get(name);
        if (metric == null) {
            ignored++;
            return;
        }
        try {
            take(name, metric.unit(), UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString());
        } catch (CharacterCodingException _) {
            found(name, "in what is no UTF-8");
        }
    }

    private static String name(byte[] line, int length) {
        int start = 0;
        while (start < length && isBlank(line[start])) {
            start++;
        }
        int end = start;
        while (end < length && !isBlank(line[end])) {
            end++;
        }
        return new String(line, start, end - start, UTF_8);
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || character == '\t' || character == '\r';
    }

    /** More words than a measure has are a sentence that happens to begin with its name. */
    private void take(String name, Unit unit, String line) {
        String[] words = BLANK.split(line.strip(), MOST_WORDS + 1);
        if (words.length > MOST_WORDS) {
            ignored++;
        } else if (words.length == 1 || !NUMBER.matcher(words[1]).matches()) {
            found(name, "with a value that is no number");
        } else {
            take(name, unit, Double.parseDouble(words[1]),
                    words.length == MOST_WORDS ? words[2] : Unit.ONE.symbol());
        }
    }

    private void take(String name, Unit unit, double value, String written) {
        Optional<Double> converted = Scale.written(written).filter(known -> known.unit() == unit)
                .map(known -> value * known.factor().doubleValue()).filter(Double::isFinite);
        if (converted.isPresent()) {
            values.put(name, converted.get());
        } else {
            found(name, "with a value that cannot be read in its unit " + unit.symbol());
        }
    }

    private void found(String name, String how) {
        garbage = garbage == null ? "'" + name + "' " + how : garbage;
    }

    /**
     * What was taken in, without `probe.` before the names.
     *
     * @throws ProbeException when a declared one could not be read
     */
    public synchronized Map<String, Double> values(Program program) throws ProbeException {
        if (garbage != null) {
            throw CommandFailures.wrote(program, Kind.PROTOCOL, garbage);
        }
        return Map.copyOf(values);
    }

    /** Lines that are no measures. */
    public synchronized long ignored() {
        return ignored;
    }
}
