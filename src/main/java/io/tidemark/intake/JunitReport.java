package io.tidemark.intake;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Excerpt;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Unit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes in the suites and tests of a report as they come; times are in seconds, skipped tests in none of the figures. */
final class JunitReport implements XmlText.Elements {

    private static final Set<String> ROOTS = Set.of("testsuites", "testsuite");
    private static final String TEST = "testcase";
    private static final String SKIPPED = "skipped";
    private static final Set<String> BAD = Set.of("failure", "error");
    private static final int MOST_NAMED = 10;
    /** Surefire writes `1,234.5`; without the point nobody knows whether a comma is one. */
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,2}(,\\d{3})+\\.\\d{1,20}"
            + "|\\d{1,12}(\\.\\d{1,20})?([eE][-+]?\\d{1,2})?");

    private final Iterations passed = new Iterations();
    private final Map<String, Iterations> failed = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Instant startedAt;
    private double together;
    private int skipped;
    private int untimed;
    private int bad;

    private boolean inTest;
    private String test = "";
    private @Nullable Double took;
    private String outcome = "";

    @Override
    public void start(String element, int depth, XmlText at) {
        if (depth == 1 && !ROOTS.contains(element)) {
            throw at.refused(
                    "the outermost element must be testsuites or testsuite, not '" + Excerpt.of(element) + "'");
        }
        if (element.equals(TEST)) {
            begin(at);
        } else if (inTest && outcome.isEmpty() && (BAD.contains(element) || element.equals(SKIPPED))) {
            outcome = element;
        } else if (element.equals("testsuite") && startedAt == null) {
            startedAt = moment(at.attribute("timestamp"));
        }
    }

    @Override
    public void end(String element, XmlText at) {
        if (element.equals(TEST)) {
            inTest = false;
            count();
        }
    }

    /** @throws ResultsException when there was no test */
    Imported imported() {
        if (passed.count() == 0 && failed.isEmpty() && skipped == 0 && untimed == 0) {
            throw ResultsException.malformed("there is no test in the report");
        }
        if (bad > MOST_NAMED) {
            notes.add((bad - MOST_NAMED) + " more tests failed");
        }
        if (untimed > 0) {
            notes.add(untimed + " tests that passed have no time: they are counted, and in none of the times");
        }
        Map<String, Distribution> failures = new TreeMap<>();
        failed.forEach((kind, times) -> failures.put(kind, times.distribution()));
        return new Imported("", startedAt, Iterations.duration(together), passed.distribution(), failures,
                figures(), notes);
    }

    /** Tests without a time are in no distribution that could be counted. */
    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.told("skipped_tests", Unit.ONE, Better.NEITHER, skipped));
        if (untimed > 0) {
            double run = (double) passed.count() + untimed + bad;
            figures.add(Figure.of(ProbeMeasure.OPERATIONS, run));
            figures.add(Figure.of(ProbeMeasure.ERROR_RATE, bad / run));
        }
        return figures;
    }

    private void begin(XmlText at) {
        if (inTest) {
            throw at.refused("a test within a test");
        }
        inTest = true;
        outcome = "";
        String type = at.attribute("classname");
        String name = at.attribute("name");
        test = (type == null || type.isEmpty() ? "" : type + ".") + (name == null ? "" : name);
        took = seconds(at);
    }

    private @Nullable Double seconds(XmlText at) {
        String time = at.attribute("time");
        if (time == null || time.isEmpty()) {
            return null;
        }
        double seconds = SECONDS.matcher(time).matches() ? Double.parseDouble(time.replace(",", "")) : Double.NaN;
        if (!(seconds <= JsonText.MOST)) {
            throw at.refused("the time of test '" + Excerpt.of(test) + "' must be seconds such as 0.25, not '"
                    + Excerpt.of(time) + "'");
        }
        return seconds;
    }

    private void count() {
        if (outcome.equals(SKIPPED)) {
            skipped++;
        } else if (!outcome.isEmpty()) {
            failed();
        } else if (took == null) {
            untimed++;
        } else {
            passed.add(took);
            together += took;
        }
    }

    /** A failure is counted even when it has no time. */
    private void failed() {
        double seconds = took == null ? 0 : took;
        failed.computeIfAbsent(outcome, _ -> new Iterations()).add(seconds);
        together += seconds;
        if (bad++ < MOST_NAMED) {
            notes.add(outcome + ": " + Excerpt.of(test));
        }
    }

    /** A time without an offset is that of an unknown clock. */
    private static @Nullable Instant moment(@Nullable String timestamp) {
        try {
            return timestamp == null ? null : OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
