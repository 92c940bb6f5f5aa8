package io.tidemark.alert;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertStore.Open;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertBookTests {

    private static final Labels A = Labels.of("probe", "a");
    private static final Labels B = Labels.of("probe", "b");
    private static final Instant LATER = START.plusSeconds(60);

    private final TurnedClock clock = new TurnedClock();
    private final SilenceBook silences = new SilenceBook(List.of());
    private Causes causes = new Causes("nothing moved", false, List.of());
    private final AlertBook book = book(List.of("on-call"));

    @Test
    void oneAlertGoesFromPendingToResolved() {
        Alert pending = waiting(book.apply(Judgements.pending("r", A, START)));
        AlertChange fired = changed(book.apply(Judgements.breached("r", A, LATER))).change();
        AlertChange resolved = changed(book.apply(Judgements.ok("r", A, LATER.plusSeconds(5)))).change();

        assertThat(List.of(pending.id(), fired.alert().id(), resolved.alert().id())).containsOnly(pending.id());
        assertThat(pending.state()).isEqualTo(AlertState.PENDING);
        assertThat(fired).isInstanceOf(AlertChange.Fired.class);
        assertThat(fired.alert().startedAt()).isEqualTo(START);
        assertThat(fired.alert().firedAt()).isEqualTo(LATER);
        assertThat(fired.alert().breachReadAt()).isEqualTo(LATER.minusMillis(40));
        assertThat(resolved).isInstanceOf(AlertChange.Resolved.class);
        assertThat(resolved.alert().reason()).isEqualTo("p95 is 8 ms");
        assertThat(resolved.alert().firedAt()).isEqualTo(LATER);
        assertThat(resolved.id()).isGreaterThan(fired.id()).isNotEqualTo(resolved.alert().id());
        assertThat(book.stream()).isEmpty();
    }

    @Test
    void whatMovedIsLookedAtWhenItBeginsAndWhenItFires() {
        Causes lock = new Causes("a lock was held", true, List.of());
        assertThat(waiting(book.apply(Judgements.pending("r", A, START))).causes()).isEqualTo(causes);
        causes = lock;
        Alert fired = changed(book.apply(Judgements.breached("r", A, LATER))).change().alert();
        causes = new Causes("too late", true, List.of());
        Alert resolved = changed(book.apply(Judgements.ok("r", A, LATER.plusSeconds(5)))).change().alert();

        assertThat(List.of(fired, resolved)).extracting(Alert::causes).containsOnly(lock);
    }

    @Test
    void aCauseThatWasKnownWhenItBeganIsNotLostWhenItFires() {
        Causes lock = new Causes("a lock was held", true, List.of());
        causes = lock;
        book.apply(Judgements.pending("r", A, START));
        causes = new Causes("nothing moved", false, List.of());

        assertThat(changed(book.apply(Judgements.breached("r", A, LATER))).change().alert().causes()).isEqualTo(lock);
    }

    @Test
    void repeatedVerdictsChangeNothing() {
        book.apply(Judgements.pending("r", A, START));

        assertThat(book.apply(Judgements.pending("r", A, START.plusSeconds(1)))).isNull();
        assertThat(book.apply(Judgements.ok("other", A, START))).isNull();
    }

    @Test
    void aPendingAlertGoesAwaySilently() {
        Alert pending = waiting(book.apply(Judgements.pending("r", A, START)));

        assertThat(book.apply(Judgements.ok("r", A, LATER))).isEqualTo(new AlertRecord.Dropped(pending.id()));
    }

    @Test
    void seriesOfOneRuleAreAlertedApart() {
        book.apply(Judgements.breached("r", A, START));

        assertThat(changed(book.apply(Judgements.breached("r", B, START))).change().alert().labels()).isEqualTo(B);
        assertThat(changed(book.apply(Judgements.ok("r", A, LATER))).change().alert().labels()).isEqualTo(A);
        assertThat(book.stream().map(open -> open.alert().labels())).containsExactly(B);
    }

    @Test
    void aResolvedOneGoesToThoseWhoWereToldItFired() {
        AlertRecord.Changed fired = changed(book.apply(Judgements.breached("r", A, START)));
        AlertBook next = book(List.of("on-call", "pager"));
        next.restore(List.of(new Open(fired.change().alert(), List.of("on-call", "gone"))), LATER);

        assertThat(changed(next.apply(Judgements.ok("r", A, LATER))).channels()).containsExactly("on-call");
    }

    @Test
    void alertsOfRemovedRulesEnd() {
        Alert firing = changed(book.apply(Judgements.breached("old", A, START))).change().alert();
        Alert pending = waiting(book.apply(Judgements.pending("older", A, START)));
        AlertBook next = book(List.of("on-call"));
        next.restore(List.of(new Open(firing, List.of("on-call")), new Open(pending, List.of())), LATER);

        List<AlertRecord> ended = next.keepOnly(Set.of("new"), AlertBook.REMOVED, LATER);

        assertThat(ended).hasSize(2).contains(new AlertRecord.Dropped(pending.id()));
        Alert resolved = ended.stream().filter(AlertRecord.Changed.class::isInstance)
                .map(item -> changed(item).change().alert()).findFirst().orElseThrow();
        assertThat(resolved.reason()).isEqualTo("the rule was removed");
        assertThat(resolved.state()).isEqualTo(AlertState.RESOLVED);
        assertThat(resolved.resolvedAt()).isEqualTo(LATER);
    }

    @Test
    void ofTwoRestoredForOneSeriesTheFiringOneGoesOn() {
        Alert firing = changed(book.apply(Judgements.breached("r", A, START))).change().alert();
        Alert pending = waiting(book(List.of()).apply(Judgements.pending("r", A, START)));
        AlertBook next = book(List.of("on-call"));

        assertThat(next.restore(List.of(new Open(firing, List.of("on-call")), new Open(pending, List.of())), LATER))
                .containsExactly(new AlertRecord.Dropped(pending.id()));
        assertThat(next.stream().map(OpenAlert::alert)).containsExactly(firing);
    }

    @Test
    void oneThatBeganSilencedIsToldWhenTheSilenceEnds() {
        silence(Duration.ofHours(1));

        AlertRecord.Changed hushed = changed(book.apply(Judgements.breached("r", A, START)));
        assertThat(hushed.channels()).isEmpty();
        assertThat(hushed.change().alert().state()).isEqualTo(AlertState.FIRING);
        assertThat(hushed.change().alert().attention().silenced())
                .isEqualTo(new Attention.Silenced(1, "ann", "moving disks", START, null));
        clock.turn(Duration.ofHours(1).minusSeconds(1));
        assertThat(book.due(clock.instant())).isEmpty();

        clock.turn(Duration.ofSeconds(1));
        AlertRecord.Changed told = changed(book.due(clock.instant()).getFirst());
        assertThat(told.change()).isInstanceOf(AlertChange.Fired.class);
        assertThat(told.channels()).containsExactly("on-call");
        assertThat(told.change().alert().firedAt()).isEqualTo(START);
        assertThat(told.change().alert().attention().silenced())
                .isEqualTo(new Attention.Silenced(1, "ann", "moving disks", START, START.plusSeconds(3600)));
        assertThat(book.due(clock.instant())).isEmpty();
    }

    @Test
    void oneThatIsNotKnownToBeBrokenWaitsForTheNextJudgement() {
        silence(Duration.ofHours(1));
        book.apply(Judgements.breached("r", A, START));
        book.apply(Judgements.noData("r", A, START));
        clock.turn(Duration.ofHours(1));

        assertThat(changed(book.due(clock.instant()).getFirst()).channels()).isEmpty();
        assertThat(changed(book.apply(Judgements.breached("r", A, clock.instant()))).channels())
                .containsExactly("on-call");
    }

    @Test
    void whatBeganAndEndedInASilenceIsToldToNobody() {
        silence(Duration.ofHours(1));
        book.apply(Judgements.breached("r", A, START));

        AlertRecord.Changed over = changed(book.apply(Judgements.ok("r", A, LATER)));

        assertThat(over.channels()).isEmpty();
        assertThat(over.change().alert().attention().wasTold()).isFalse();
        assertThat(over.change().alert().attention().silenced())
                .isEqualTo(new Attention.Silenced(1, "ann", "moving disks", START, LATER));
    }

    @Test
    void theEndOfWhatWasToldIsToldInASilenceToo() {
        book.apply(Judgements.breached("r", A, START));
        silence(Duration.ofHours(1));
        assertThat(changed(book.due(clock.instant()).getFirst()).channels()).isEmpty();

        assertThat(changed(book.apply(Judgements.ok("r", A, LATER))).channels()).containsExactly("on-call");
    }

    @Test
    void aSilenceKeepsRemindersBackAndTheyBeginAnewAfterIt() {
        book.apply(Judgements.breached("r", A, START));
        silence(Duration.ofHours(5));
        book.due(clock.instant());
        clock.turn(Duration.ofHours(5));

        assertThat(book.due(clock.instant())).extracting(item -> changed(item).channels()).containsExactly(List.of());
        clock.turn(Duration.ofHours(4).minusSeconds(1));
        assertThat(book.due(clock.instant())).isEmpty();
        clock.turn(Duration.ofSeconds(1));
        assertThat(book.due(clock.instant())).extracting(item -> changed(item).channels())
                .containsExactly(List.of("on-call"));
    }

    @Test
    void anAcknowledgedOneBringsNoReminderAndTheNextOneIsNot() {
        Alert alert = changed(book.apply(Judgements.breached("r", A, START))).change().alert();
        assertThat(book.acknowledge(alert.id(), new Acknowledgement("ann", "", START), START)).isPresent();
        clock.turn(Duration.ofHours(9));

        assertThat(book.due(clock.instant())).isEmpty();
        assertThat(changed(book.apply(Judgements.ok("r", A, LATER))).channels()).containsExactly("on-call");
        assertThat(changed(book.apply(Judgements.breached("r", A, LATER))).change().alert().attention().acknowledged())
                .isNull();
    }

    @Test
    void aTurnedClockBringsOneReminderAtMost() {
        book.apply(Judgements.breached("r", A, START));
        clock.step(Duration.ofDays(1));
        assertThat(book.due(clock.instant())).isEmpty();
        clock.step(Duration.ofDays(-2));
        clock.turn(Duration.ofDays(3));

        assertThat(book.due(clock.instant())).hasSize(1);
        assertThat(book.due(clock.instant())).isEmpty();
    }

    @Test
    void zeroMeansNoReminders() {
        AlertBook quiet = new AlertBook("web-1", new Ids(clock, 0, 0), Routings.all(List.of("on-call")),
                new Restraint(silences, Duration.ZERO, clock), _ -> causes);
        quiet.apply(Judgements.breached("r", A, START));
        clock.turn(Duration.ofDays(30));

        assertThat(quiet.due(clock.instant())).isEmpty();
    }

    private void silence(Duration length) {
        silences.put(Plans.silence(1, clock.instant(), length), clock.instant());
    }

    private AlertBook book(List<String> channels) {
        return new AlertBook("web-1", new Ids(clock, 0, 0), Routings.all(channels),
                new Restraint(silences, Duration.ofHours(4), clock), _ -> causes);
    }

    private static Alert waiting(@org.jspecify.annotations.Nullable AlertRecord item) {
        return ((AlertRecord.Waiting) Objects.requireNonNull(item)).alert();
    }

    private static AlertRecord.Changed changed(@org.jspecify.annotations.Nullable AlertRecord item) {
        return (AlertRecord.Changed) Objects.requireNonNull(item);
    }
}
