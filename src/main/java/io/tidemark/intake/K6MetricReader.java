package io.tidemark.intake;

import io.tidemark.intake.K6Metric.Contents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one metric of a summary of k6, field after field, in any of the three shapes. */
final class K6MetricReader {

    private static final int MOST_VALUES = 100;
    /** Those of k6's own that are times (`metrics/builtin.go`), but for what begins with `http_req_`. */
    private static final Set<String> TIMES = Set.of("ws_ping", "ws_connecting", "ws_session_duration",
            "grpc_req_duration", "iteration_duration", "group_duration");
    private static final Set<String> DATA = Set.of("data_sent", "data_received");

    private final JsonText json;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private String name;
    private K6Metric.@Nullable Type type;
    private @Nullable Contents contents;
    private int breached;

    /** @param given its name, where that is not inside */
    K6MetricReader(JsonText json, String given) {
        this.json = json;
        this.name = given;
    }

    K6Metric read() {
        json.object(this::field);
        if (name.isEmpty()) {
            throw json.refused("the metric has no field 'name'");
        }
        K6Metric.Type known = type == null ? typeOfValues() : type;
        Contents what = contents == null ? contentsOfName(known) : contents;
        boolean signed = what == Contents.DEFAULT && (known == K6Metric.Type.GAUGE || known == K6Metric.Type.TREND);
        if (!signed && values.values().stream().anyMatch(value -> value < 0)) {
            throw json.refused("a time, size, count or rate must not be negative");
        }
        return new K6Metric(name, known, what, values, breached);
    }

    private void field(String field) {
        switch (field) {
            case "name" -> name = json.name();
            case "type" -> type = json.oneOf(K6Metric.Type.class);
            case "contains" -> contents = json.oneOf(Contents.class);
            case "values" -> json.object(this::value);
            case "thresholds" -> json.object(this::threshold);
            default -> other(field);
        }
    }

    /** In the oldest shape the values stand here; what later versions add to a metric is no value. */
    private void other(String field) {
        if (json.isObject() || json.isArray()) {
            json.skip();
        } else {
            value(field);
        }
    }

    private void value(String statistic) {
        Double value = json.numberIfAny();
        if (value != null) {
            values.put(statistic, value);
        }
        if (values.size() > MOST_VALUES) {
            throw json.refused("more than " + MOST_VALUES + " values of one metric");
        }
    }

    /** The oldest shape says `true` of a threshold that was crossed, the others say whether it is `ok`. */
    private void threshold(String condition) {
        if (!json.isObject()) {
            breached += json.truth() ? 1 : 0;
            return;
        }
        json.only("ok", () -> breached += json.truth() ? 0 : 1);
    }

    private K6Metric.Type typeOfValues() {
        if (values.containsKey("avg") || values.containsKey("med")
                || values.keySet().stream().anyMatch(key -> key.startsWith("p("))) {
            return K6Metric.Type.TREND;
        }
        if (values.containsKey("passes")) {
            return K6Metric.Type.RATE;
        }
        if (values.containsKey("count") && values.containsKey("rate")) {
            return K6Metric.Type.COUNTER;
        }
        return values.containsKey("value") ? K6Metric.Type.GAUGE : K6Metric.Type.TREND;
    }

    private Contents contentsOfName(K6Metric.Type known) {
        String base = name.split("\\{", 2)[0];
        if (known == K6Metric.Type.TREND && (TIMES.contains(base) || base.startsWith("http_req_"))) {
            return Contents.TIME;
        }
        return DATA.contains(base) ? Contents.DATA : Contents.DEFAULT;
    }
}
