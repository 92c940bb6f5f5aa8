package io.tidemark.alert;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole decision tables. */
class StepTests {

    private static final Silence SILENCE = Plans.silence(1, START, Duration.ofHours(1));
    private static final Silence ANOTHER = Plans.silence(2, START, Duration.ofHours(1));

    private static final Map<String, Judgement> JUDGEMENTS = Map.of("ok", Judgements.ok("r", Labels.NONE, START),
            "breach", Judgements.breached("r", Labels.NONE, START), "not yet",
            Judgements.pending("r", Labels.NONE, START), "muted", Judgements.muted("r", Labels.NONE, START), "no data",
            Judgements.noData("r", Labels.NONE, START), "unsure", Judgements.inconclusive("r", Labels.NONE, START));

    @ParameterizedTest
    @CsvSource(textBlock = """
            # judgement  none   pending  held     let go   told     acknowledged
            ok,          STAY,  DROP,    RESOLVE, RESOLVE, RESOLVE, RESOLVE
            breach,      FIRE,  FIRE,    FIRE,    FIRE,    STAY,    STAY
            not yet,     WAIT,  STAY,    STAY,    STAY,    STAY,    STAY
            muted,       WAIT,  STAY,    STAY,    STAY,    STAY,    STAY
            no data,     STAY,  STAY,    STAY,    STAY,    STAY,    STAY
            unsure,      STAY,  STAY,    STAY,    STAY,    STAY,    STAY
            """)
    void judgedWithoutASilence(String judgement, Step none, Step pending, Step held, Step letGo, Step told,
            Step acknowledged) {
        assertThat(judged(judgement, false)).containsExactly(none, pending, held, letGo, told, acknowledged);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # judgement  none   pending  held     let go   told     acknowledged
            ok,          STAY,  DROP,    RESOLVE, RESOLVE, RESOLVE, RESOLVE
            breach,      HUSH,  HUSH,    STAY,    STAY,    STAY,    STAY
            not yet,     WAIT,  STAY,    STAY,    STAY,    STAY,    STAY
            muted,       WAIT,  STAY,    STAY,    STAY,    STAY,    STAY
            no data,     STAY,  STAY,    STAY,    STAY,    STAY,    STAY
            unsure,      STAY,  STAY,    STAY,    STAY,    STAY,    STAY
            """)
    void judgedInASilence(String judgement, Step none, Step pending, Step held, Step letGo, Step told,
            Step acknowledged) {
        assertThat(judged(judgement, true)).containsExactly(none, pending, held, letGo, told, acknowledged);
    }

    private static List<Step> judged(String judgement, boolean silenced) {
        Judgement judged = Objects.requireNonNull(JUDGEMENTS.get(judgement));
        return Stream.concat(Stream.of(Step.judged(null, judged, silenced)),
                alerts(true).stream().map(alert -> Step.judged(alert, judged, silenced))).toList();
    }

    /** Last told long ago, or not; known to be broken, or not; under a silence, another one, or none. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # long ago  broken  silence   pending  held   let go  told    acknowledged  told and silenced
            false,      true,   none,     STAY,    FIRE,  FIRE,   STAY,   STAY,         NOTE
            true,       true,   none,     STAY,    FIRE,  FIRE,   REMIND, STAY,         NOTE
            false,      false,  none,     STAY,    NOTE,  STAY,   STAY,   STAY,         NOTE
            true,       false,  none,     STAY,    NOTE,  STAY,   STAY,   STAY,         NOTE
            false,      true,   same,     STAY,    STAY,  NOTE,   NOTE,   NOTE,         STAY
            true,       true,   same,     STAY,    STAY,  NOTE,   NOTE,   NOTE,         STAY
            true,       false,  same,     STAY,    STAY,  NOTE,   NOTE,   NOTE,         STAY
            true,       true,   another,  STAY,    NOTE,  NOTE,   NOTE,   NOTE,         NOTE
            """)
    void passed(boolean longAgo, boolean broken, String which, Step pending, Step held, Step letGo, Step told,
            Step acknowledged, Step toldAndSilenced) {
        Silence silence = which.equals("none") ? null : which.equals("same") ? SILENCE : ANOTHER;
        List<Step> steps = alerts(broken).stream().map(alert -> Step.passed(alert, silence, longAgo)).toList();

        assertThat(steps).containsExactly(pending, held, letGo, told, acknowledged);
        assertThat(Step.passed(told(broken).under(SILENCE, START), silence, longAgo)).isEqualTo(toldAndSilenced);
    }

    /** Pending, held back by a silence, let go by it but not known to be broken since, told, acknowledged. */
    private static List<OpenAlert> alerts(boolean broken) {
        OpenAlert held = seen(firing().under(SILENCE, START), broken);
        return List.of(seen(pending(), broken), held, held.outOfSilence(START, 0), told(broken),
                told(broken).with(told(broken).alert().attention().by(new Acknowledgement("ann", "", START))));
    }

    private static OpenAlert told(boolean broken) {
        return seen(firing().told(START, 0, List.of("on-call")), broken);
    }

    private static OpenAlert seen(OpenAlert alert, boolean broken) {
        return alert.seen(broken
                ? Judgements.breached("r", Labels.NONE, START)
                : Judgements.noData("r", Labels.NONE, START));
    }

    private static OpenAlert firing() {
        return pending().fired(Judgements.breached("r", Labels.NONE, START));
    }

    private static OpenAlert pending() {
        return OpenAlert.pending(1, "web-1", Judgements.pending("r", Labels.NONE, START));
    }
}
