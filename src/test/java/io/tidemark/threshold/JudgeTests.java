package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure part: what was remembered and what is found now give what is remembered next. */
class JudgeTests {

    private final SettableClock clock = new SettableClock();

    /**
     * One finding every ten seconds: + holds, - broken, ? missing, s skipped, ~ doubtful, . none but time passes. The verdicts: O
     * ok, b breached and pending, B breached and counting, N no data, i inconclusive, I the same in a breach that counts. ! stands for an absence that breaks the rule.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
            '',  +-+--,          OBOBB
            '',  ++?+,           OONO
            '',  -?-,            BNB
            '',  -s+s,           BBOO
            '',  s+,             NO
            30s, ----,           bbbB
            30s, -----,          bbbBB
            30s, --+----,        bbObbbB
            30s, --?----,        bbNbbbB
            30s, ----?-,         bbbBNB
            30s, ----?+-,        bbbBNOb
            30s, ----+-,         bbbBOb
            30s, ----s+,         bbbBBO
            30s, -ss-,           bbbB
            30s, -...,           bbbB
            30s, -..+,           bbbO
            30s, -...?-,         bbbBNB
            25s, ---.,           bbbB
            'in 2 of 3',         -+-+--,     OOBOBB
            'in 3 of 3',         ---+---,    OOBOOOB
            'in 2 of 3',         --s?-,      OBBNB
            'for 20s in 2 of 3', ----+,      ObbBB
            'in 2 of 3',         !+,         BO
            '',  ~-~~+,          iBIIO
            30s, --~--,          bbiBB
            30s, ----~?~-,       bbbBINIB
            'in 2 of 3',         -~-+,       OiBB
            """)
    void follows(String lasting, String findings, String verdicts) {
        assertThat(verdicts(rule(lasting), findings, Memory.notMeasured("not measured yet", clock.instant())))
                .isEqualTo(verdicts);
    }

    /** The same after a breach that counted in an earlier life. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            '',                  +,       O
            '',                  ?+,      NO
            '',                  ~s+,     IIO
            30s,                 -+-,     BOb
            'in 2 of 3',         +++-,    IOOO
            'in 2 of 3',         +-+-,    IIOB
            'in 2 of 3',         --+,     IBB
            'in 3 of 5',         s?+s+++, NNIIIOO
            'in 2 of 3',         !+++,    BIOO
            'for 20s in 2 of 3', ++,      IO
            """)
    void endsABreachFromBeforeOnlyWhenEnoughWasSeen(String lasting, String findings, String verdicts) {
        Memory memory = Memory.notMeasured("not measured yet", clock.instant())
                .goingOn(earlier(clock.getAsLong()));
        assertThat(verdicts(rule(lasting), findings, memory)).isEqualTo(verdicts);
    }

    @Test
    void endsABreachFromBeforeOnlyWhenItsWindowsAreWhole() {
        long wholeAt = clock.getAsLong() + 30_000_000_000L;
        Memory memory = Memory.notMeasured("not measured yet", clock.instant())
                .goingOn(earlier(wholeAt));
        assertThat(verdicts(rule(""), "+-+++", memory)).isEqualTo("IBIOO");
    }

    private Memory.Breach earlier(long wholeAt) {
        return Memory.Breach.earlier(new Thresholds.OpenBreach("load", Labels.NONE, clock.instant(), true), now(),
                wholeAt);
    }

    private String verdicts(Threshold rule, String findings, Memory before) {
        Memory memory = before;
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < findings.length(); i++) {
            char finding = findings.charAt(i);
            Moment now = now();
            memory = finding == '.'
                    ? Judge.elapse(rule, memory, now)
                    : Judge.next(rule, memory, finding(finding), now, now);
            seen.append(word(Judge.judgement(rule, Labels.NONE, memory, null)));
            clock.passSeconds(10);
        }
        return seen.toString();
    }

    @Test
    void remembersSinceWhenTheVerdictIsOfItsKind() {
        Threshold rule = rule("30s");
        assertThat(judged(rule, "++--+?")).extracting(j -> SettableClock.seconds(j.since())).containsExactly(0.0, 0.0,
                20.0, 20.0, 40.0, 50.0);
    }

    @Test
    void saysUntilWhenItIsPendingAndWhichReadingBrokeIt() {
        List<Judgement> judged = judged(rule("30s"), "+-----+");
        assertThat(judged).extracting(j -> j.pendingUntil() == null ? -1 : SettableClock.seconds(j.pendingUntil()))
                .containsExactly(-1.0, 40.0, 40.0, 40.0, -1.0, -1.0, -1.0);
        assertThat(judged)
                .extracting(j -> j.firstBreachReadAt() == null ? -1 : SettableClock.seconds(j.firstBreachReadAt()))
                .containsExactly(-1.0, 10.0, 10.0, 10.0, 10.0, 10.0, -1.0);
        assertThat(judged).extracting(Judgement::counts).containsExactly(false, false, false, false, true, true,
                false);
    }

    @Test
    void aBreachThatCountsGoesOnWithItsFirstReadingWhenDataReturns() {
        List<Judgement> judged = judged(rule("30s"), "----?-");
        assertThat(judged.get(4).firstBreachReadAt()).isNull();
        assertThat(judged.get(5).firstBreachReadAt()).isEqualTo(SettableClock.START);
    }

    @Test
    void aSkippedObservationKeepsEverythingAndSaysWhy() {
        List<Judgement> judged = judged(rule(""), "-ss+");
        assertThat(judged).extracting(j -> j.verdict().reason()).containsExactly("broken",
                "broken; last observation skipped: busy", "broken; last observation skipped: busy", "holds");
        assertThat(judged.get(2).value()).isEqualTo(2.0);
        assertThat(judged.get(2).since()).isEqualTo(SettableClock.START);
    }

    @Test
    void missingDataHasNoValue() {
        Judgement missing = judged(rule(""), "+?").getLast();
        assertThat(missing.value()).isNull();
        assertThat(missing.limit()).isNull();
    }

    private List<Judgement> judged(Threshold rule, String findings) {
        List<Judgement> judged = new ArrayList<>();
        Memory memory = Memory.notMeasured("not measured yet", clock.instant());
        for (int i = 0; i < findings.length(); i++) {
            char finding = findings.charAt(i);
            memory = Judge.next(rule, memory, finding(finding), now(), now());
            judged.add(Judge.judgement(rule, Labels.NONE, memory, null));
            clock.passSeconds(10);
        }
        return judged;
    }

    private Moment now() {
        return new Moment(clock.instant(), clock.getAsLong());
    }

    private static Threshold rule(String lasting) {
        return Rules.parse(House.rule("system.load.1m < 1 " + (lasting.matches("[0-9].*") ? "for " : "") + lasting),
                House.sources(List.of()));
    }

    private static Finding finding(char c) {
        return switch (c) {
            case '+' -> new Finding.Holds(Reason.of("holds"), 0.5, 1);
            case '-' -> new Finding.Broken(Reason.of("broken"), 2.0, 1.0);
            case '?' -> new Finding.Missing("missing");
            case '~' -> new Finding.Doubtful("doubtful", 2, 1);
            case '!' -> new Finding.Absent("absent", null, null);
            default -> new Finding.Skipped("busy");
        };
    }

    private static char word(Judgement judgement) {
        return switch (judgement.verdict()) {
            case Verdict.Ok _ -> 'O';
            case Verdict.Breached _ -> judgement.counts() ? 'B' : 'b';
            case Verdict.NoData _ -> 'N';
            case Verdict.Inconclusive _ -> judgement.counts() ? 'I' : 'i';
        };
    }

    @Test
    void timeIsTakenFromTheTickerSoThatASetClockFiresNothing() {
        Threshold rule = rule("30s");
        Memory memory = Memory.notMeasured("not measured yet", clock.instant());
        memory = Judge.next(rule, memory, finding('-'), now(), now());
        clock.step(Duration.ofHours(1));
        clock.passSeconds(10);
        memory = Judge.next(rule, memory, finding('-'), now(), now());
        assertThat(Judge.isPending(memory)).isTrue();
        clock.step(Duration.ofHours(-2));
        clock.passSeconds(20);
        memory = Judge.next(rule, memory, finding('-'), now(), now());
        assertThat(Judge.isPending(memory)).isFalse();
    }
}
