package io.tidemark.threshold;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Series;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes thresholds of rule texts. */
public final class Rules {

    private Rules() {}

    /**
     * Reads one rule.
     *
     * @throws RuleException when it cannot be used
     */
    public static Threshold parse(RuleText text, Sources sources) {
        return threshold(text, Vocabulary.of(sources));
    }

    /**
     * All rules there are: those that come with the sources, and the configured ones, which replace shipped ones on
     * the same function, metric and selector.
     *
     * @throws RuleException when one cannot be used, or two would have the same name
     */
    static List<Threshold> all(Sources sources, ConfiguredRules configured) {
        Vocabulary vocabulary = Vocabulary.of(sources);
        List<Read> all = Stream
                .concat(sources.all().stream().flatMap(s -> s.description().rules().stream()),
                        configured.rules().stream())
                .distinct().map(text -> new Read(text, threshold(text, vocabulary))).toList();
        Set<Subject> replaced = all.stream().filter(Read::isConfigured).map(Read::subject).collect(Collectors.toSet());
        List<Read> valid = all.stream().filter(r -> r.isConfigured() || !replaced.contains(r.subject())).toList();
        refuseEqualNames(valid);
        return valid.stream().map(Read::threshold).toList();
    }

    private static void refuseEqualNames(List<Read> rules) {
        Map<String, RuleText> byName = new HashMap<>();
        for (Read rule : rules) {
            RuleText text = rule.text();
            RuleText first = byName.putIfAbsent(rule.threshold().name(), text);
            if (first != null) {
                throw new RuleException("two rules are called '" + rule.threshold().name() + "': give one of them a"
                        + " name of its own, as in \"my-rule: …\"\n  " + first.where() + ": " + first.text() + "\n  "
                        + text.where() + ": " + text.text());
            }
        }
    }

    private static Threshold threshold(RuleText text, Vocabulary vocabulary) {
        Rule rule = RuleParser.parseSupported(text, vocabulary);
        Severity severity = rule.severity() == null ? usual(text.origin()) : rule.severity();
        String name = rule.name() == null
                ? rule.condition().measure().ref().generatedName() + "." + severity.word()
                : rule.name();
        return new Threshold(name, rule, severity, text.origin(), text.text());
    }

    private static Severity usual(Origin origin) {
        return switch (origin) {
            case CONFIGURED -> Severity.CRITICAL;
            case SHIPPED -> Severity.WARNING;
        };
    }

    private record Read(RuleText text, Threshold threshold) {

        boolean isConfigured() {
            return text.origin() == Origin.CONFIGURED;
        }

        Subject subject() {
            return Subject.of(threshold);
        }
    }

    /** What a rule is about; the length of a window makes no difference. */
    private record Subject(@Nullable Aggregate aggregate, Series series) {

        static Subject of(Threshold threshold) {
            return switch (threshold.condition().measure()) {
                case Measure.Now(Ref ref) -> new Subject(null, ref.series());
                case Measure.Over(Aggregate aggregate, Ref ref, Duration _) -> new Subject(aggregate, ref.series());
            };
        }
    }
}
