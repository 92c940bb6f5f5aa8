package io.tidemark.threshold;

import io.tidemark.metric.Scale;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the right side of a condition and checks that its unit fits the left: `10ms`, `80% of process.max_files`. */
final class LimitParser {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,18})?");
    private static final Pattern SHARE = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,18})?)\\s*%");
    private static final Pattern UNIT = Pattern.compile("%|(?:[\\p{L}][\\p{L}0-9]*)?/[a-z]*|\\p{L}[\\p{L}0-9]*");
    /** What may follow a number and is no unit. */
    private static final Set<String> KEYWORDS = Stream.concat(Stream.of("of"), RuleParser.ENDINGS.stream()
            .map(ending -> ending.split(" ", 2)[0])).collect(Collectors.toUnmodifiableSet());

    private final RuleScanner scanner;
    private final MeasureParser measures;
    private final Measure left;

    LimitParser(RuleScanner scanner, MeasureParser measures, Measure left) {
        this.scanner = scanner;
        this.measures = measures;
        this.left = left;
    }

    Limit limit() {
        int start = scanner.position();
        if (scanner.takeWord("baseline")) {
            return baseline();
        }
        return scanner.take(NUMBER).map(number -> number(new BigDecimal(number.group()), start))
                .orElseGet(() -> new Limit.Other(comparable()));
    }

    private Limit baseline() {
        boolean more = scanner.takeSymbol("+");
        if (!more && !scanner.takeSymbol("-")) {
            return new Limit.Baseline(BigDecimal.ZERO);
        }
        BigDecimal percent = scanner.take(SHARE).map(share -> new BigDecimal(share.group(1)))
                .orElseThrow(() -> scanner.expected("a percentage such as 10%"));
        return new Limit.Baseline(more ? percent : percent.negate());
    }

    private Limit number(BigDecimal number, int start) {
        int column = scanner.position();
        Optional<String> unit = unit();
        if (unit.isPresent() && unit.get().equals("%") && scanner.takeWord("of")) {
            return new Limit.Share(number, comparable());
        }
        return new Limit.Constant(quantity(number, unit.orElse(""), unit.isPresent() ? column : start));
    }

    private Optional<String> unit() {
        return scanner.peek(UNIT).map(Matcher::group).filter(word -> !KEYWORDS.contains(word))
                .flatMap(_ -> scanner.take(UNIT)).map(Matcher::group);
    }

    private Quantity quantity(BigDecimal number, String word, int column) {
        boolean perSecond = word.endsWith("/s");
        String symbol = perSecond ? word.substring(0, word.length() - 2) : word;
        Supplier<RuleException> unfit = () -> scanner.error(column, unfit(number, word));
        Scale scale = symbol.isEmpty() ? Scale.NONE : Scale.named(symbol).orElseThrow(unfit);
        Quantity quantity = new Quantity(number, scale, perSecond);
        if (!quantity.fits(left.unit())) {
            throw unfit.get();
        }
        return quantity;
    }

    private String unfit(BigDecimal number, String word) {
        String is = left.subject() + ", which is " + Words.of(left.unit());
        String use = ": use " + Words.fitting(left.unit());
        return word.isEmpty()
                ? number.toPlainString() + " has no unit to compare it with " + is + use
                : "unit '" + word + "' does not fit " + is + use;
    }

    private Measure comparable() {
        int start = scanner.position();
        Measure right = measures.measure();
        if (right.unit() != left.unit()) {
            throw scanner.error(start, right.subject() + " is " + Words.of(right.unit())
                    + " and cannot be compared with " + left.subject() + ", which is " + Words.of(left.unit()));
        }
        return right;
    }
}
