package io.tidemark.collect.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.collect.web.Replay.Event;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayTests {

    private final Replay replay = new Replay("a");

    @Test
    void givesWhatCameAfterAnEvent() {
        String start = replay.lastId();
        List<Event> events = add(3);
        assertThat(replay.since(start)).contains(events);
        assertThat(replay.since(events.get(1).id())).contains(events.subList(2, 3));
        assertThat(replay.since(replay.lastId())).contains(List.of());
    }

    @Test
    void knowsNothingOfAnotherLifeNorOfWhatNeverWas() {
        add(3);
        for (String id : List.of("b-1", "a-4", "a-", "a-x", "a--1", "", "1", "aa-1")) {
            assertThat(replay.since(id)).as(id).isEmpty();
        }
    }

    @Test
    void dropsTheOldestBeyondItsCountAndSaysSo() {
        List<Event> events = add(2_001);
        assertThat(replay.since(events.getFirst().id())).map(List::size).contains(2_000);
        replay.add("x", "{}");
        assertThat(replay.since(events.getFirst().id())).isEmpty();
    }

    @Test
    void dropsTheOldestBeyondItsSize() {
        Event first = replay.add("x", "{}");
        IntStream.range(0, 3).forEach(_ -> replay.add("x", "x".repeat(1_500_000)));
        assertThat(replay.since(first.id())).isEmpty();
        assertThat(replay.since("a-2")).map(List::size).contains(2);
    }

    @Test
    void leavesAGapWhereItForgot() {
        Event before = add(3).getLast();
        replay.clear();
        assertThat(replay.since(before.id())).isEmpty();
        Optional<List<Event>> after = replay.since(replay.lastId());
        assertThat(after).contains(List.of());
    }

    private List<Event> add(int count) {
        return IntStream.range(0, count).mapToObj(i -> replay.add("observation", "{\"n\":" + i + "}")).toList();
    }
}
