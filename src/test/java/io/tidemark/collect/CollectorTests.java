package io.tidemark.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CollectorTests {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Deque<Runnable> lane = new ArrayDeque<>();
    private final List<Observation> accepted = new ArrayList<>();
    private Runnable meanwhile = () -> {};

    @Test
    void observesWhatIsDueAndSendsItDownThePipeline() {
        Collector collector = collector(ScriptedSource.every(SECOND, "a"));
        turn(collector, 1);
        work();
        assertThat(accepted).extracting(Observation::source).containsExactly("a");
    }

    @Test
    void skipsASlotWhileTheSourceIsBusyAndCountsIt() {
        Collector collector = collector(ScriptedSource.every(SECOND, "a"));
        turn(collector, 1);
        turn(collector, 1);
        turn(collector, 1);
        assertThat(lane).as("never twice in its lane").hasSize(1);
        assertThat(accepted).extracting(Observation::outcome).hasSize(2).allMatch(Outcome.Skipped.class::isInstance);
        assertThat(collector.tally("a").skipped()).isEqualTo(2);
        work();
        turn(collector, 1);
        assertThat(lane).as("free again").hasSize(1);
    }

    @Test
    void givesUpWhatDoesNotAnswerWithinItsDeadlineAndTellsSoInEverySlot() {
        Collector collector = collector(impatient());
        turn(collector, 1);
        CompletableFuture<Observation> waiting = new CompletableFuture<>();
        runFirst(() -> {
            turn(collector, 1);
            assertThat(accepted).extracting(Observation::outcome).allMatch(Outcome.Skipped.class::isInstance);
            turn(collector, 3);
            turn(collector, 1);
            turn(collector, 1);
            waiting.complete(accepted.getLast());
        });
        assertThat(waiting.join().outcome()).isEqualTo(
                new Outcome.TimedOut("stuck has not answered for 6 s; nothing else waits for it"));
        assertThat(accepted).filteredOn(o -> o.outcome() instanceof Outcome.TimedOut)
                .hasSizeBetween(3, 4).extracting(Observation::took).startsWith(Duration.ofSeconds(4));
        assertThat(collector.tally("stuck")).satisfies(tally -> {
            assertThat(tally.took()).isEqualTo(Duration.ofSeconds(6));
            assertThat(tally.failures()).isEqualTo(tally.taken()).isBetween(3L, 4L);
            assertThat(tally.lastSuccess()).isNull();
        });
    }

    @Test
    void dropsWhatComesTooLateAndGoesOnAfterwards() {
        Collector collector = collector(impatient());
        turn(collector, 1);
        runFirst(() -> turn(collector, 5));
        assertThat(accepted).noneMatch(o -> o.outcome() instanceof Outcome.Succeeded);
        turn(collector, 1);
        work();
        assertThat(accepted.getLast().outcome()).isEqualTo(new Outcome.Succeeded());
        assertThat(collector.tally("stuck").lastSuccess()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void whoWaitsForAnAnswerThatDoesNotComeIsToldSo() {
        Collector collector = collector(impatient());
        var coming = collector.observeNow("stuck").orElseThrow();
        runFirst(() -> turn(collector, 5));
        assertThat(coming).isCompletedWithValueMatching(o -> o.outcome() instanceof Outcome.TimedOut);
    }

    @Test
    void recordsHowLateAnObservationBegan() {
        Collector collector = collector(ScriptedSource.every(SECOND, "a"));
        turn(collector, 1);
        nanos.addAndGet(SECOND.toNanos() / 2);
        work();
        assertThat(collector.tally("a").late()).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    }

    @Test
    void turnsAThrowingSourceIntoAFailedObservationAndGoesOn() {
        Collector collector = collector(new ScriptedSource("bad", SECOND, "lane", () -> {
            throw new IllegalStateException("boom");
        }));
        turn(collector, 1);
        work();
        turn(collector, 1);
        work();
        assertThat(accepted).hasSize(2).allSatisfy(o -> {
            assertThat(o.outcome()).isInstanceOf(Outcome.Failed.class);
            assertThat(o.outcome().reason()).doesNotContain("boom");
        });
    }

    @Test
    void observesOutOfTurnOnRequestUnlessTheSourceIsBusy() {
        Collector collector = collector(ScriptedSource.every(Duration.ofHours(1), "a"));
        var coming = collector.observeNow("a");
        assertThat(coming).isPresent();
        assertThat(collector.observeNow("a")).isEmpty();
        work();
        assertThat(coming.get()).isCompletedWithValueMatching(o -> o.source().equals("a"));
        assertThat(collector.observeNow("a")).isPresent();
    }

    @Test
    void namesAnUnknownSource() {
        assertThatThrownBy(() -> collector().observeNow("nobody")).hasMessage("there is no source 'nobody'");
    }

    @Test
    void goesOnWhenThePipelineRefusesAnObservation() {
        Collector collector = new Collector("here", new Sources(List.of(ScriptedSource.every(SECOND, "a"))),
                FakeRooms.pipeline(_ -> {
                    throw new IllegalStateException("broken listener");
                }), () -> Instant.EPOCH, nanos::get, _ -> lane::add);
        turn(collector, 1);
        work();
        turn(collector, 1);
        assertThat(lane).hasSize(1);
    }

    @Test
    void goesOnAfterAnError() {
        Collector collector = collector(new ScriptedSource("deep", SECOND, "lane", () -> {
            throw new StackOverflowError();
        }));
        turn(collector, 1);
        work();
        turn(collector, 1);
        work();
        assertThat(accepted).hasSize(2).allMatch(o -> o.outcome() instanceof Outcome.Failed);
    }

    @Test
    void triesAgainWhenNoThreadWasToBeHad() {
        Collector collector = new Collector("here", new Sources(List.of(ScriptedSource.every(SECOND, "a"))),
                FakeRooms.pipeline(accepted::add), () -> Instant.EPOCH, nanos::get, _ -> _ -> {
                    throw new OutOfMemoryError("unable to create native thread");
                });
        turn(collector, 1);
        assertThat(collector.observeNow("a")).isPresent().get().matches(CompletableFuture::isCompletedExceptionally);
        assertThat(accepted).isEmpty();
    }

    private Collector collector(Source... sources) {
        return new Collector("here", new Sources(List.of(sources)), FakeRooms.pipeline(accepted::add),
                () -> Instant.EPOCH, nanos::get, _ -> lane::add);
    }

    /** Answers when asked, but what is {@link #runFirst run first} may take any time. */
    private Source impatient() {
        return new ScriptedSource("stuck", SECOND, "lane", () -> {
            Runnable first = meanwhile;
            meanwhile = () -> {};
            first.run();
            return Observation.of("here", "stuck", Instant.EPOCH, Duration.ZERO, List.of());
        }, () -> SECOND, Optional.of(SECOND.multipliedBy(2)));
    }

    private void runFirst(Runnable duringTheObservation) {
        meanwhile = duringTheObservation;
        lane.remove().run();
    }

    private void turn(Collector collector, int seconds) {
        nanos.addAndGet(SECOND.toNanos() * seconds);
        collector.step();
    }

    private void work() {
        while (!lane.isEmpty()) {
            lane.remove().run();
        }
    }
}
