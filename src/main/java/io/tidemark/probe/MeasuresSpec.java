package io.tidemark.probe;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Scale;
import io.tidemark.metric.Unit;
import io.tidemark.probe.workload.Workloads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the measures that a program is said to write. */
record MeasuresSpec(String key) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final int MOST = 50;

    /**
     * By name.
     *
     * @throws IllegalArgumentException with one sentence that names the key
     */
    Map<String, Metric> read(@Nullable List<MeasureSettings> settings) {
        List<MeasureSettings> written = settings == null ? List.of() : settings;
        Bounds.refuse(written.size() > MOST, key + ": must be at most " + MOST + ", got " + written.size());
        Map<String, Metric> declared = new LinkedHashMap<>();
        for (int i = 0; i < written.size(); i++) {
            String at = key + "[" + i + "]";
            String name = name(at + ".name", written.get(i).name());
            Bounds.refuse(declared.put(name, metric(at + ".unit", name, written.get(i))) != null,
                    at + ".name: '" + name + "' is there twice");
        }
        return declared;
    }

    private static String name(String at, @Nullable String written) {
        String name = written == null ? "" : written.strip();
        Bounds.refuse(!NAME.matcher(name).matches(), at + ": '" + name
                + "' must start with a lower-case letter, then such letters, digits or '_', at most 63 characters");
        boolean taken = ProbeMeasure.named(name).isPresent() || Workloads.all().values().stream()
                .flatMap(maker -> maker.get().traits().measures().stream()).map(Metric::name)
                .anyMatch((ProbeMeasure.PREFIX + name)::equals);
        Bounds.refuse(taken, at + ": '" + name + "' is a measure of ours already; choose another name");
        return name;
    }

    private static Metric metric(String at, String name, MeasureSettings settings) {
        String written = settings.unit() == null ? Unit.ONE.symbol() : settings.unit().strip();
        Unit unit = Scale.written(written).map(Scale.Written::unit)
                .orElseThrow(() -> new IllegalArgumentException(at + ": '" + written + "' is unknown; allowed are "
                        + units() + ", sizes and 1 also with /s behind"));
        return Metric.gauge(ProbeMeasure.PREFIX + name, unit,
                settings.better() == null ? Better.NEITHER : settings.better(), "Told by a program");
    }

    private static String units() {
        return Stream.concat(Stream.of(Unit.ONE.symbol()),
                Stream.of(Scale.values()).map(Scale::symbol).filter(symbol -> !symbol.isEmpty()))
                .collect(Collectors.joining(", "));
    }
}
