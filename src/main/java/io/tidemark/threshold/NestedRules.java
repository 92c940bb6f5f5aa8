package io.tidemark.threshold;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Names;
import io.tidemark.metric.Nearest;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Scale;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Condition.Comparison;
import io.tidemark.threshold.RuleBook.Wanted;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules in the nested shape that performance suites have: {@code {"orders-read": {"p95_max_ms": 10}}}. A group is a
 * probe, a watched process, or the beginning of a metric's name; a key is a measure, `min` or `max`, and a unit.
 */
public final class NestedRules {

    private static final Pattern KEY = Pattern.compile("(.+)_(min|max)(?:_(.+))?");
    private static final Pattern PER_SECOND = Pattern.compile("(?:(.+)_)?per_(?:s|sec|second)");
    private static final int MOST_DIGITS = 18;
    /** What people call latency is the p95 unless they say otherwise. */
    private static final Map<String, String> USUAL = Map.of("latency", ProbeMeasure.P95.measure(), "response_time",
            ProbeMeasure.P95.measure());
    /** The first word of each unit is the one that is written. */
    private static final Map<String, String> UNITS = units();

    private final Vocabulary vocabulary;

    public NestedRules(Sources sources) {
        this.vocabulary = Vocabulary.of(sources);
    }

    /** One number of the nested shape. */
    public record Entry(String group, String key, BigDecimal limit) {}

    /**
     * The rule that an entry stands for.
     *
     * @param where the entry's place, for messages
     * @throws RuleException when nothing here is called so, with what is known
     */
    public Wanted read(Entry entry, String where) {
        Matcher key = KEY.matcher(entry.key());
        if (!key.matches()) {
            throw new RuleException(where + ": '" + entry.key()
                    + "' is not understood: a key is a measure, then _min or _max, then a unit, as in p95_max_ms");
        }
        if (Math.abs(entry.limit().scale()) > MOST_DIGITS || entry.limit().precision() > MOST_DIGITS) {
            throw new RuleException(where + ": a number has at most " + MOST_DIGITS + " digits before its point and as"
                    + " many behind it");
        }
        String left = left(entry.group(), key.group(1), where);
        String bound = key.group(2);
        String text = left + (bound.equals("max") ? " <= " : " >= ")
                + Quantity.plain(entry.limit()).toPlainString() + symbol(key.group(3), where);
        Threshold rule = Rules.stored(new StoredRule(name(entry.group(), key.group(1), bound), text), where,
                vocabulary);
        return new Wanted(new StoredRule(rule.name(), text), where);
    }

    /** The entry that stands for exactly this rule; empty when none does. */
    public Optional<Entry> write(StoredRule stored) {
        try {
            Threshold rule = Rules.stored(stored, stored.name(), vocabulary);
            return entries(rule).filter(entry -> read(entry, "").rule().equals(stored)).findFirst();
        } catch (RuleException _) { // a rule that cannot be judged is exported as it is
            return Optional.empty();
        }
    }

    private static Stream<Entry> entries(Threshold rule) {
        if (!(rule
                .condition() instanceof Comparison(Measure.Now(Ref ref), Operator operator, Limit.Constant(Quantity limit)))
                || (operator != Operator.AT_MOST && operator != Operator.AT_LEAST)) {
            return Stream.of();
        }
        String end = (operator == Operator.AT_MOST ? "_max" : "_min") + word(limit);
        return Stream.of(ref.labels().get(Ref.PROBE), ref.labels().get("process"), beginning(ref.metric()))
                .filter(group -> !group.isEmpty())
                .map(group -> new Entry(group, lastWord(ref) + end, limit.number()));
    }

    private static String beginning(Metric metric) {
        return metric.name().substring(0, Math.max(0, metric.name().lastIndexOf('.')));
    }

    private static String lastWord(Ref ref) {
        return ref.ofProbes() ? ref.measure() : ref.metric().name().substring(ref.metric().name().lastIndexOf('.') + 1);
    }

    private static String word(Quantity limit) {
        return UNITS.entrySet().stream().filter(unit -> unit.getValue().equals(limit.symbol())).map(Map.Entry::getKey)
                .findFirst().map(unit -> unit.isEmpty() ? "" : "_" + unit).orElse("");
    }

    private String left(String group, String measure, String where) {
        if (vocabulary.isProbe(group)) {
            return "probe.'" + group + "'." + measure(group, measure, where);
        }
        if (vocabulary.sources().contains("process." + group)) {
            return metric("process", measure, where).name() + "{process=\"" + group + "\"}";
        }
        return metric(group, measure, where).name();
    }

    private String measure(String probe, String word, String where) {
        String asked = USUAL.getOrDefault(word, word);
        List<String> known = vocabulary.measures();
        return Stream.of(asked.replace('_', '.'), asked)
                .filter(name -> vocabulary.measure(probe, name).isPresent()).findFirst()
                .orElseThrow(() -> new RuleException(where + ": a probe has no measure '" + word + "'"
                        + known(word, known)));
    }

    private Metric metric(String group, String measure, String where) {
        String asked = flat(group + "." + measure);
        List<Metric> all = vocabulary.metrics().values().stream()
                .filter(metric -> !metric.name().startsWith(ProbeMeasure.PREFIX)).toList();
        return all.stream().filter(metric -> flat(metric.name()).equals(asked)).findFirst()
                .orElseThrow(() -> new RuleException(where + ": " + unknown(group, measure, all)));
    }

    private String unknown(String group, String measure, List<Metric> all) {
        List<String> inGroup = all.stream().map(Metric::name).filter(name -> flat(name).startsWith(flat(group) + "_"))
                .toList();
        if (!inGroup.isEmpty()) {
            return "there is no metric '" + measure + "' under '" + group + "'. Known: " + String.join(", ", inGroup);
        }
        List<String> groups = Stream.concat(vocabulary.probes().stream(),
                all.stream().map(NestedRules::beginning).distinct()).toList();
        return "'" + group + "' is no probe, no watched process and no beginning of a metric" + known(group, groups);
    }

    private static String known(String asked, List<String> known) {
        String hint = Nearest.hint(asked, known);
        return hint + (hint.endsWith("?") ? " " : ". ") + "Known: " + String.join(", ", known);
    }

    private static String flat(String name) {
        return name.replace('.', '_');
    }

    private static String symbol(@Nullable String word, String where) {
        if (word == null) {
            return "";
        }
        Matcher perSecond = PER_SECOND.matcher(word);
        boolean rate = perSecond.matches();
        String unit = rate ? perSecond.group(1) == null ? "" : perSecond.group(1) : word;
        String symbol = UNITS.get(unit);
        if (symbol == null) {
            throw new RuleException(where + ": unknown unit '" + word + "'. Known: "
                    + String.join(", ", UNITS.keySet().stream().filter(known -> !known.isEmpty()).toList())
                    + ", each also with _per_sec");
        }
        return symbol + (rate ? "/s" : "");
    }

    private static String name(String group, String measure, String bound) {
        String name = (group + "-" + measure + "-" + bound).toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        return Names.isOurs(name) ? "on-" + name : name;
    }

    private static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("", "");
        units.put("per_sec", "/s");
        for (Scale scale : Scale.values()) {
            words(scale).forEach(word -> units.put(word, scale.symbol()));
        }
        List.copyOf(units.entrySet()).stream()
                .filter(unit -> !unit.getKey().isEmpty() && !unit.getKey().equals("per_sec"))
                .forEach(unit -> units.put(unit.getKey() + "_per_sec", unit.getValue() + "/s"));
        return units;
    }

    private static List<String> words(Scale scale) {
        return switch (scale) {
            case NONE -> List.of("count", "ratio");
            case PERCENT -> List.of("percent", "pct");
            case NANOSECOND -> List.of("ns");
            case MICROSECOND -> List.of("us");
            case MILLISECOND -> List.of("ms");
            case SECOND -> List.of("s", "sec", "seconds");
            case MINUTE -> List.of("minutes");
            case HOUR -> List.of("hours");
            case DAY -> List.of("days");
            case BYTE -> List.of("bytes", "b");
            case KILOBYTE -> List.of("kb");
            case MEGABYTE -> List.of("mb");
            case GIGABYTE -> List.of("gb");
            case KIBIBYTE -> List.of("kib");
            case MEBIBYTE -> List.of("mib");
            case GIBIBYTE -> List.of("gib");
        };
    }
}
