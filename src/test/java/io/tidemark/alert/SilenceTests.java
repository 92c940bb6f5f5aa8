package io.tidemark.alert;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.alert.LabelMatcher.Op;
import io.tidemark.alert.Silence.State;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Hours;
import io.tidemark.threshold.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceTests {

    private static final LabelMatcher ANY = new LabelMatcher("severity", Op.UNEQUAL, "");

    /** From one instant to another, and when in between. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            2026-11-20T10:00:00Z, 2026-11-20T12:00:00Z, -,                                 2026-11-20T09:59:59.999Z, PENDING
            2026-11-20T10:00:00Z, 2026-11-20T12:00:00Z, -,                                 2026-11-20T10:00:00Z,     ACTIVE
            2026-11-20T10:00:00Z, 2026-11-20T12:00:00Z, -,                                 2026-11-20T11:59:59.999Z, ACTIVE
            2026-11-20T10:00:00Z, 2026-11-20T12:00:00Z, -,                                 2026-11-20T12:00:00Z,     EXPIRED
            2026-11-20T10:00:00.9Z, 2026-11-20T12:00:00Z, -,                               2026-11-20T10:00:00Z,     ACTIVE
            2026-11-20T10:00:00Z, -,                    Mon-Fri 22:00-23:30 Europe/Berlin, 2026-11-20T20:59:59Z,     PENDING
            2026-11-20T10:00:00Z, -,                    Mon-Fri 22:00-23:30 Europe/Berlin, 2026-11-20T21:00:00Z,     ACTIVE
            2026-11-20T10:00:00Z, -,                    Mon-Fri 22:00-23:30 Europe/Berlin, 2026-11-20T22:30:00Z,     PENDING
            2026-11-20T10:00:00Z, -,                    Mon-Fri 22:00-23:30 Europe/Berlin, 2026-11-21T21:00:00Z,     PENDING
            2026-11-20T10:00:00Z, -,                    Mon-Fri 22:00-23:30 Europe/Berlin, 2036-11-20T21:00:00Z,     ACTIVE
            2026-11-20T10:00:00Z, 2026-11-24T00:00:00Z, mon-fri 22:00-23:30 Europe/Berlin, 2026-11-23T21:00:00Z,     ACTIVE
            2026-11-20T10:00:00Z, 2026-11-24T00:00:00Z, mon-fri 22:00-23:30 Europe/Berlin, 2026-11-24T21:00:00Z,     EXPIRED
            2026-03-01T00:00:00Z, -,                    02:30-03:30 Europe/Berlin,         2026-03-29T00:59:59Z,     PENDING
            2026-03-01T00:00:00Z, -,                    02:30-03:30 Europe/Berlin,         2026-03-29T01:00:00Z,     ACTIVE
            2026-03-01T00:00:00Z, -,                    02:30-03:30 Europe/Berlin,         2026-03-29T01:30:00Z,     PENDING
            2026-03-01T00:00:00Z, -,                    02:15-02:45 Europe/Berlin,         2026-10-25T00:15:00Z,     ACTIVE
            2026-03-01T00:00:00Z, -,                    02:15-02:45 Europe/Berlin,         2026-10-25T00:45:00Z,     PENDING
            2026-03-01T00:00:00Z, -,                    02:15-02:45 Europe/Berlin,         2026-10-25T01:15:00Z,     ACTIVE
            2026-03-01T00:00:00Z, -,                    02:15-02:45 Europe/Berlin,         2026-10-25T01:45:00Z,     PENDING
            """)
    void holdsWhenItShould(Instant start, @Nullable Instant end, @Nullable String repeat, Instant now, State state) {
        Hours hours = repeat == null ? null : Hours.parse(repeat, "repeat");

        assertThat(new Silence(1, Plans.plan(start, end, hours, ANY), START, null).state(now)).isEqualTo(state);
    }

    @Test
    void oneThatWasEndedIsOver() {
        Silence silence = Plans.silence(1, START, Duration.ofHours(1)).ended(START.plusSeconds(1));

        assertThat(silence.state(START)).isEqualTo(State.EXPIRED);
        assertThat(silence.isForgotten(START)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            alertname, =,  orders-p99,  true
            alertname, =,  orders,      false
            alertname, ^=, orders,      true
            alertname, ^=, p99,         false
            alertname, !=, orders-p99,  false
            severity,  =,  critical,    true
            severity,  !=, warning,     true
            instance,  =,  web-1,       true
            probe,     =,  orders-read, true
            probe,     !=, orders-read, false
            host,      =,  '',          true
            host,      !=, a,           true
            host,      =,  a,           false
            """)
    void matchesByName(String label, String op, String value, boolean matches) {
        Subject subject = new Subject("orders-p99", Severity.CRITICAL, "web-1", Labels.of("probe", "orders-read"));

        assertThat(new LabelMatcher(label, Op.of(op), value).matches(subject)).isEqualTo(matches);
    }

    @Test
    void allMatchersMustMatch() {
        Silence silence = new Silence(1, Plans.plan(START, START.plusSeconds(9), null,
                new LabelMatcher("alertname", Op.EQUAL, "r"), new LabelMatcher("probe", Op.EQUAL, "a")), START, null);

        assertThat(silence.matches(new Subject("r", Severity.WARNING, "x", Labels.of("probe", "a")))).isTrue();
        assertThat(silence.matches(new Subject("r", Severity.WARNING, "x", Labels.of("probe", "b")))).isFalse();
    }

    @Test
    void saysWhatCannotBe() {
        refused("matchers must be 1 to 20, got 0", List.of(), START.plusSeconds(9), null, "x", "ann");
        refused("matchers must be 1 to 20, got 21", Collections.nCopies(21, ANY), START.plusSeconds(9), null, "x",
                "ann");
        refused("matchers must ask for something: these match whatever has none of their labels",
                List.of(new LabelMatcher("probe", Op.EQUAL, ""), new LabelMatcher("host", Op.UNEQUAL, "a")),
                START.plusSeconds(9), null, "x", "ann");
        refused("endsAt is missing: only a silence with repeat may go without", List.of(ANY), null, null, "x", "ann");
        refused("startsAt (2026-11-20T10:00:00Z) must be before endsAt (2026-11-20T10:00:00Z)", List.of(ANY),
                START.plusMillis(900), null, "x", "ann");
        refused("endsAt must be before the year 9999", List.of(ANY), Instant.parse("9999-12-31T00:00:00Z"), null, "x",
                "ann");
        refused("comment must have 1 to 1000 characters, got 0", List.of(ANY), START.plusSeconds(9), null, " ", "ann");
        refused("author must have 1 to 100 characters, got 101", List.of(ANY), START.plusSeconds(9), null, "x",
                "a".repeat(101));
        assertThatThrownBy(() -> new LabelMatcher("a b", Op.EQUAL, "x"))
                .hasMessage("label must be a name such as alertname or probe, got 'a b'");
        assertThatThrownBy(() -> new LabelMatcher("a", Op.BEGINS, ""))
                .hasMessageStartingWith("value must not be empty");
        assertThatThrownBy(() -> new LabelMatcher("a", Op.EQUAL, "x".repeat(501)))
                .hasMessage("value must have at most 500 characters, got 501");
        assertThatThrownBy(() -> Op.of("=~")).hasMessage("op must be one of = != ^=, got '=~'");
    }

    private static void refused(String sentence, List<LabelMatcher> matchers, @Nullable Instant end,
            @Nullable Hours repeat, String comment, String author) {
        assertThatThrownBy(() -> new Silence.Plan(matchers, START, end, repeat, comment, author))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }

    @Test
    void theBookAnswersTheSameListWhileTheSameHold() {
        SilenceBook book = new SilenceBook(List.of(Plans.silence(1, START, Duration.ofHours(1))));
        List<Silence> inForce = book.inForce(START);

        assertThat(inForce).hasSize(1);
        assertThat(book.inForce(START.plusSeconds(1))).isSameAs(inForce);
        book.put(Plans.silence(2, START.plusSeconds(100), Duration.ofHours(1)), START);
        assertThat(book.inForce(START.plusSeconds(1))).isSameAs(inForce);
        assertThat(book.inForce(START.plusSeconds(100))).hasSize(2);
        book.put(book.all().getFirst().ended(START.plusSeconds(101)), START.plusSeconds(101));
        assertThat(book.inForce(START.plusSeconds(100))).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackBringsASilenceBack() {
        SilenceBook book = new SilenceBook(List.of(Plans.silence(1, START, Duration.ofHours(1))));
        Instant over = START.plusSeconds(4000);
        assertThat(book.inForce(over)).isEmpty();
        book.put(Plans.silence(2, over, Duration.ofHours(1)), over);

        assertThat(book.inForce(START.plusSeconds(400))).extracting(Silence::id).containsExactly(1L);
    }
}
