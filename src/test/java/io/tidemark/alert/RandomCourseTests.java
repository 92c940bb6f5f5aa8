package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Attention.Acknowledgement;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertStore.Open;
import io.tidemark.alert.jpa.SomeCauses;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order, what people are told makes sense, and a restart at any point changes nothing. */
class RandomCourseTests {

    private static final int LIVES = 400;
    private static final int STEPS = 150;
    private static final Duration REMIND = Duration.ofMinutes(10);
    private static final List<Labels> SERIES = List.of(Labels.of("probe", "a"), Labels.of("probe", "b"));

    @ParameterizedTest
    @ValueSource(longs = {1, 20261120})
    void whatPeopleAreToldMakesSense(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < LIVES; i++) {
            long life = random.nextLong();
            new World(life, false, true).live();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 20261121})
    void aRestartAtAnyPointChangesNothing(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < LIVES; i++) {
            long life = random.nextLong();
            assertThat(new World(life, true, false).live()).as("life %d", life)
                    .isEqualTo(new World(life, false, false).live());
        }
    }

    /**
     * One life: the same random events for the same seed, with restarts in between or without. The clock is set only in
     * those without: over a restart nothing else says how long ago people were told.
     */
    private static final class World {

        private final Random random;
        private final boolean restarts;
        private final boolean clockIsSet;
        private final TurnedClock clock = new TurnedClock();
        private final Ids ids = new Ids(clock, 0, 0);
        private final SilenceBook silences = new SilenceBook(List.of());
        private final Map<Long, Open> stored = new TreeMap<>();
        private final Map<Labels, Witness> witnesses = new HashMap<>();
        private final List<String> seen = new ArrayList<>();
        private AlertBook book = book();
        private long silence = 1;

        World(long life, boolean restarts, boolean clockIsSet) {
            this.random = new Random(life);
            this.restarts = restarts;
            this.clockIsSet = clockIsSet;
            SERIES.forEach(labels -> witnesses.put(labels, new Witness()));
        }

        private AlertBook book() {
            return new AlertBook("web-1", ids, Routings.all(List.of("on-call")), new Restraint(silences, REMIND, clock),
                    _ -> SomeCauses.of(2));
        }

        /** Answers what was told, and when. */
        List<String> live() {
            for (int step = 0; step < STEPS; step++) {
                clock.turn(Duration.ofSeconds(1 + random.nextInt(120)));
                disturb();
                if (restarts) {
                    book = book();
                    assertThat(book.restore(List.copyOf(stored.values()), clock.instant())).isEmpty();
                }
                SERIES.forEach(labels -> take(book.apply(judgement(labels))));
                book.due(clock.instant()).forEach(this::take);
            }
            end();
            return seen;
        }

        /** All is well again, with nothing to hold anything back: nobody is left waiting. */
        private void end() {
            SERIES.forEach(labels -> take(book.apply(Judgements.ok("r", labels, clock.instant()))));
            assertThat(stored).isEmpty();
            witnesses.values().forEach(witness -> assertThat(witness.firing).isFalse());
        }

        private void disturb() {
            switch (random.nextInt(12)) {
                case 0 -> silences.put(Plans.silence(silence++, clock.instant().plusSeconds(random.nextInt(300)),
                        Duration.ofSeconds(30 + random.nextInt(2000))), clock.instant());
                case 1 -> silences.all().stream().skip(random.nextInt(3)).findFirst()
                        .ifPresent(s -> silences.put(s.ended(clock.instant()), clock.instant()));
                case 2, 3 -> acknowledge(new Acknowledgement("ann", "", clock.instant()));
                case 4 -> acknowledge(null);
                case 5 -> {
                    if (clockIsSet) {
                        clock.step(Duration.ofMinutes(random.nextInt(120) - 60));
                    }
                }
                default -> {
                    // Most of the time people do nothing.
                }
            }
        }

        private void acknowledge(@Nullable Acknowledgement by) {
            book.stream().map(OpenAlert::alert).filter(alert -> alert.state() == AlertState.FIRING)
                    .mapToLong(Alert::id).min()
                    .ifPresent(id -> take(book.acknowledge(id, by, clock.instant()).orElseThrow()));
        }

        private Judgement judgement(Labels labels) {
            Instant now = clock.instant();
            return switch (random.nextInt(12)) {
                case 0, 1 -> Judgements.ok("r", labels, now);
                case 2 -> Judgements.noData("r", labels, now);
                case 3 -> Judgements.inconclusive("r", labels, now);
                case 4 -> Judgements.pending("r", labels, now);
                case 5 -> Judgements.muted("r", labels, now);
                default -> Judgements.breached("r", labels, now);
            };
        }

        private void take(@Nullable AlertRecord item) {
            switch (item) {
                case null -> {
                    // Nothing happened.
                }
                case AlertRecord.Waiting(Alert alert) -> stored.put(alert.id(), new Open(alert, List.of()));
                case AlertRecord.Dropped(long alert) -> stored.remove(alert);
                case AlertRecord.Changed(AlertChange change, List<String> channels) -> change(change, channels);
                case AlertRecord.Told _ -> throw new AssertionError("a book tells nobody itself");
            }
        }

        private void change(AlertChange change, List<String> channels) {
            Alert alert = change.alert();
            boolean silenced = silences.over(Subject.of(alert), clock.instant()).isPresent();
            Objects.requireNonNull(witnesses.get(alert.labels())).see(change, channels, silenced, clock);
            if (alert.state() == AlertState.RESOLVED) {
                stored.remove(alert.id());
            } else {
                List<String> told = channels.isEmpty() && stored.containsKey(alert.id())
                        ? stored.get(alert.id()).channels()
                        : channels;
                stored.put(alert.id(), new Open(alert, told));
            }
            seen.add(clock.instant() + " " + change.getClass().getSimpleName() + " " + alert.labels() + " "
                    + alert.attention() + " to " + channels);
        }
    }

    /** What one receiver learns of one series. */
    private static final class Witness {

        private boolean firing;
        private long toldAt;

        void see(AlertChange change, List<String> channels, boolean silenced, TurnedClock clock) {
            switch (change) {
                case AlertChange.Fired(_, Alert alert, _) -> {
                    assertThat(firing).as("fired twice").isFalse();
                    assertThat(silenced).as("fired in a silence").isFalse();
                    assertThat(alert.attention().toldAt()).isEqualTo(clock.instant());
                    assertThat(channels).containsExactly("on-call");
                    told(clock, true);
                }
                case AlertChange.Reminded(_, Alert alert, _) -> {
                    assertThat(firing).as("reminded of what was told").isTrue();
                    assertThat(silenced).as("reminded in a silence").isFalse();
                    assertThat(alert.attention().acknowledged()).isNull();
                    assertThat(clock.getAsLong() - toldAt).isGreaterThanOrEqualTo(REMIND.toNanos());
                    assertThat(channels).containsExactly("on-call");
                    told(clock, true);
                }
                case AlertChange.Noted _ -> assertThat(channels).isEmpty();
                case AlertChange.Resolved(_, Alert alert, _) -> {
                    assertThat(!channels.isEmpty()).as("told that it is over").isEqualTo(firing);
                    assertThat(alert.attention().inSilence()).isFalse();
                    told(clock, false);
                }
            }
        }

        private void told(TurnedClock clock, boolean fires) {
            firing = fires;
            toldAt = clock.getAsLong();
        }
    }
}
