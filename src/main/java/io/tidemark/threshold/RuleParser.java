package io.tidemark.threshold;

import io.tidemark.metric.Names;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.threshold.Condition.Comparison;
import io.tidemark.threshold.Condition.Presence;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one rule by recursive descent, one method for each line of the grammar:
 *
 * <pre>
 * rule      = [name ":"] condition ["for" duration] ["in" n "of" m] ["clear" value] ["as" ("warning"|"critical")] terms
 * condition = measure op value | measure "present within" duration
 * op        = "<" | "<=" | ">" | ">=" | "==" | "!="
 * measure   = fn "(" ref "," duration ")" | ref
 * fn        = avg | min | max | sum | last | rate | growth | p50 | p90 | p95 | p99 | p99.9
 * ref       = metric [selector] | "probe." quoted "." measure [selector] | measure [selector]   (inside a probe)
 * selector  = "{" label "=" string {"," label "=" string} "}"
 * value     = number [unit] | number "%" "of" measure | measure | "baseline" [("+"|"-") number "%"]
 * duration  = number (ms|s|m|h|d)
 * </pre>
 *
 * The terms are those of {@link TermsParser}.
 */
final class RuleParser {

    static final int LONGEST = 1000;
    /** How what may follow a condition begins, in its order. */
    static final List<String> ENDINGS = List.of("for", "in", "clear", "as", "no data", "grace", "needs", "during");
    private static final Pattern NAME = Pattern.compile("([^\\s:{}()'\"<>=!,%]*)\\s*:");
    private static final Pattern GIVEN = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private final RuleScanner scanner;
    private final MeasureParser measures;
    private final TermsParser terms;
    private @Nullable RuleException unsupported;

    private RuleParser(RuleText text, Vocabulary vocabulary) {
        this.scanner = new RuleScanner(text);
        this.measures = new MeasureParser(scanner, new RefParser(scanner, vocabulary));
        this.terms = new TermsParser(scanner, measures, vocabulary);
    }

    /** Reads a rule, whether or not this version can judge it. */
    static Rule parse(RuleText text, Vocabulary vocabulary) {
        return new RuleParser(text, vocabulary).rule();
    }

    /** Reads a rule that this version can judge. */
    static Rule parseSupported(RuleText text, Vocabulary vocabulary) {
        RuleParser parser = new RuleParser(text, vocabulary);
        Rule rule = parser.rule();
        if (parser.unsupported != null) {
            throw parser.unsupported;
        }
        return rule;
    }

    private Rule rule() {
        if (scanner.rule().text().length() > LONGEST) {
            throw scanner.error(LONGEST, "a rule has at most " + LONGEST + " characters");
        }
        String name = name();
        Measure measure = measures.measure();
        Condition condition = condition(measure);
        Duration forDuration = scanner.takeWord("for") ? measures.duration() : null;
        Rule.Share share = share();
        Limit clear = scanner.takeWord("clear") ? clear(condition) : null;
        Severity severity = scanner.takeWord("as") ? severity() : null;
        Terms provided = terms.terms();
        if (!scanner.atEnd()) {
            throw scanner.expected("the end or one of " + Words.and(ENDINGS) + ", in this order");
        }
        return new Rule(name, condition, forDuration, share, clear, severity, provided);
    }

    private @Nullable String name() {
        int start = scanner.position();
        Optional<String> name = scanner.take(NAME).map(found -> found.group(1));
        name.ifPresent(given -> checkName(given, start));
        return name.orElse(null);
    }

    private void checkName(String name, int column) {
        objection(name, scanner.rule().origin()).ifPresent(objection -> {
            throw scanner.error(column, objection);
        });
    }

    /** Why a rule cannot be given this name; empty when it can. */
    static Optional<String> objection(String name, Origin origin) {
        if (!GIVEN.matcher(name).matches()) {
            return Optional.of("the name '" + name
                    + "' must start with a lower-case letter, then letters, digits or '-', at most 63 characters");
        }
        return Names.isOurs(name) && origin != Origin.SHIPPED
                ? Optional.of("the name '" + name + "' starts with 'builtin-', which is reserved for rules"
                        + " that come with the product")
                : Optional.empty();
    }

    private Condition condition(Measure measure) {
        if (scanner.takeWord("present")) {
            if (!scanner.takeWord("within")) {
                throw scanner.expected("'within' and a duration, as in present within 5m");
            }
            return new Presence(measure, measures.duration());
        }
        return new Comparison(measure, operator(), limit(measure));
    }

    private Operator operator() {
        return Arrays.stream(Operator.values()).filter(op -> scanner.takeSymbol(op.symbol)).findFirst()
                .orElseThrow(() -> scanner.expected("one of < <= > >= == !="));
    }

    private Limit limit(Measure measure) {
        int start = scanner.position();
        Limit limit = new LimitParser(scanner, measures, measure).limit();
        if (limit instanceof Limit.Baseline) {
            refuse(start, "'baseline'");
        }
        return limit;
    }

    private Rule.@Nullable Share share() {
        int start = scanner.position();
        if (!scanner.takeWord("in")) {
            return null;
        }
        int hits = count();
        if (!scanner.takeWord("of")) {
            throw scanner.expected("'of' and a count, as in 3 of 5");
        }
        int of = count();
        if (hits > of) {
            throw scanner.error(start, hits + " of " + of + " is impossible: the first count is at most the second");
        }
        return new Rule.Share(hits, of);
    }

    private int count() {
        int column = scanner.position();
        int count = scanner.take(COUNT).map(Matcher::group).map(Integer::parseInt)
                .orElseThrow(() -> scanner.expected("a count from 1 to " + Recent.MOST));
        if (count < 1 || count > Recent.MOST) {
            throw scanner.error(column, count + " is out of range: a count is 1 to " + Recent.MOST);
        }
        return count;
    }

    private Limit clear(Condition condition) {
        int start = scanner.position();
        if (!(condition instanceof Comparison comparison) || comparison.operator().isOfEquality()) {
            throw scanner.error(start, "a level to clear at needs a condition with < <= > or >=");
        }
        Limit clear = limit(comparison.measure());
        if (comparison.limit() instanceof Limit.Constant(Quantity limit)
                && clear instanceof Limit.Constant(Quantity level)
                && !comparison.operator().isStricter(level.value(), limit.value())) {
            throw scanner.error(start, "a breach of " + comparison.operator() + " " + limit + " would be over at "
                    + level + " before it began: the level to clear at is on the other side of the limit");
        }
        return clear;
    }

    private Severity severity() {
        return Arrays.stream(Severity.values()).filter(severity -> scanner.takeWord(severity.word())).findFirst()
                .orElseThrow(() -> scanner.expected("warning or critical"));
    }

    /** Remembers the first part that is right and cannot be judged yet; what is wrong is said before. */
    private void refuse(int column, String part) {
        if (unsupported == null) {
            unsupported = scanner.error(column, part + " is not supported yet by this version");
        }
    }
}
