package io.tidemark.threshold;

import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.metric.Series;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes thresholds of rule texts. */
public final class Rules {

    /** Addresses beside the names of rules. */
    static final Set<String> RESERVED = Set.of("trials", "import", "export", "changes");

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
     * All rules there are: those that come with the sources, the configured ones, and the stored ones. Configured and
     * stored ones replace shipped ones on the same function, metric and selector. A stored rule that cannot be judged
     * stands in nobody's way.
     *
     * @throws RuleException when a shipped or configured one cannot be used, or two would have the same name
     */
    static RuleSet all(Sources sources, ConfiguredRules configured, Collection<StoredRule> stored) {
        Vocabulary vocabulary = Vocabulary.of(sources);
        List<Read> shipped = read(sources.all().stream().flatMap(s -> s.description().rules().stream()), vocabulary);
        List<Read> given = read(configured.rules().stream(), vocabulary);
        Map<String, Read> shippedByName = byName(shipped);
        Map<String, Read> givenByName = byName(given);
        List<Threshold> own = new ArrayList<>();
        List<RuleSet.Unjudged> unjudged = new ArrayList<>();
        for (StoredRule rule : stored) {
            try {
                own.add(stored(rule, vocabulary, shippedByName, givenByName));
            } catch (RuleException | RuleConflictException e) {
                unjudged.add(new RuleSet.Unjudged(rule, firstLine(e)));
            }
        }
        Set<Subject> replaced = Stream.concat(given.stream().map(Read::threshold), own.stream()).map(Subject::of)
                .collect(Collectors.toSet());
        List<Read> valid = Stream
                .concat(shipped.stream().filter(r -> !replaced.contains(Subject.of(r.threshold()))), given.stream())
                .toList();
        refuseEqualNames(valid);
        return new RuleSet(Stream.concat(valid.stream().map(Read::threshold), own.stream()).toList(), unjudged,
                places(shippedByName, givenByName));
    }

    private static List<Read> read(Stream<RuleText> texts, Vocabulary vocabulary) {
        return texts.distinct().map(text -> new Read(text, threshold(text, vocabulary))).toList();
    }

    private static Map<String, Read> byName(List<Read> rules) {
        return rules.stream().collect(Collectors.toMap(r -> r.threshold().name(), r -> r, (a, _) -> a));
    }

    private static Map<String, String> places(Map<String, Read> shipped, Map<String, Read> given) {
        Map<String, String> places = new HashMap<>();
        shipped.forEach((name, rule) -> places.put(name, rule.place()));
        given.forEach((name, rule) -> places.put(name, rule.place()));
        return places;
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Reads a stored rule.
     *
     * @throws RuleException when it cannot be used
     */
    static Threshold stored(StoredRule stored, String where, Vocabulary vocabulary) {
        refuseUnfit(stored.text(), where);
        Threshold read = threshold(new RuleText(stored.text(), null, Origin.STORED, where), vocabulary);
        String name = stored.name();
        String within = read.rule().name();
        if (within != null && !within.equals(name)) {
            throw new RuleException(where + ": the rule calls itself '" + within + "' and is to be called '" + name
                    + "': leave one of the names out");
        }
        if (RESERVED.contains(name)) {
            throw new RuleException(where + ": no rule can be called '" + name + "', which is an address of its own");
        }
        if (!name.equals(read.name())) {
            RuleParser.objection(name, Origin.STORED).ifPresent(objection -> {
                throw new RuleException(where + ": " + objection + ", or be '" + read.name()
                        + "', which this rule is called by itself");
            });
        }
        return new Threshold(name, read.rule(), read.severity(), Origin.STORED, stored.text());
    }

    /**
     * Reads a rule that is only tried.
     *
     * @throws RuleException when it cannot be used
     */
    static Threshold tried(String text, Sources sources) {
        refuseUnfit(text, "rule");
        return parse(new RuleText(text, null, Origin.STORED, "rule"), sources);
    }

    /** Before it is repeated in a message or written anywhere. */
    private static void refuseUnfit(String text, String where) {
        if (text.length() > RuleParser.LONGEST) {
            throw new RuleException(where + ": a rule has at most " + RuleParser.LONGEST + " characters, and this has "
                    + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new RuleException(where + ": a rule is one line, without tabs, line ends or other such characters");
        }
    }

    private static Threshold stored(StoredRule rule, Vocabulary vocabulary, Map<String, Read> shipped,
            Map<String, Read> given) {
        Threshold read = stored(rule, "stored rule '" + rule.name() + "'", vocabulary);
        Read configured = given.get(rule.name());
        if (configured != null) {
            throw new RuleConflictException("a rule called '" + rule.name() + "' is " + configured.place());
        }
        Read product = shipped.get(rule.name());
        if (product != null && !Subject.of(product.threshold()).equals(Subject.of(read))) {
            throw new RuleConflictException("a rule called '" + rule.name() + "' " + product.place()
                    + " and is about something else: choose another name");
        }
        return read;
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
            case CONFIGURED, STORED -> Severity.CRITICAL;
            case SHIPPED -> Severity.WARNING;
        };
    }

    private record Read(RuleText text, Threshold threshold) {

        /** As the end of a sentence. */
        String place() {
            return text.origin() == Origin.SHIPPED
                    ? "comes with the product (" + text.where() + ")"
                    : "configured at " + text.where();
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
