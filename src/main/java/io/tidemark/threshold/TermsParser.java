package io.tidemark.threshold;

import io.tidemark.metric.Nearest;
import io.tidemark.threshold.Terms.Absence;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the end of a rule:
 *
 * <pre>
 * terms = ["no data" ("keep"|"breach")] ["grace" duration] ["needs" source] ["during" hours]
 * </pre>
 *
 * The form of hours stands at {@link HoursParser}.
 */
final class TermsParser {

    private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9._-]*");

    private final RuleScanner scanner;
    private final MeasureParser measures;
    private final Vocabulary vocabulary;

    TermsParser(RuleScanner scanner, MeasureParser measures, Vocabulary vocabulary) {
        this.scanner = scanner;
        this.measures = measures;
        this.vocabulary = vocabulary;
    }

    Terms terms() {
        Absence absence = scanner.takeWord("no") ? absence() : null;
        Duration grace = scanner.takeWord("grace") ? measures.duration() : null;
        String needs = scanner.takeWord("needs") ? source() : null;
        Hours hours = scanner.takeWord("during") ? new HoursParser(scanner).hours() : null;
        return new Terms(absence, grace, needs, hours);
    }

    private Absence absence() {
        if (!scanner.takeWord("data")) {
            throw scanner.expected("'data', as in no data breach");
        }
        return Arrays.stream(Absence.values()).filter(absence -> scanner.takeWord(absence.word)).findFirst()
                .orElseThrow(() -> scanner.expected("keep or breach"));
    }

    private String source() {
        int column = scanner.position();
        String name = scanner.take(SOURCE).map(Matcher::group)
                .orElseThrow(() -> scanner.expected("the name of a source such as system.memory or a probe"));
        if (!vocabulary.sources().contains(name)) {
            throw scanner.error(column, "there is no source '" + name + "'"
                    + Nearest.hint(name, vocabulary.sources()));
        }
        return name;
    }
}
