package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.history.Questions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Alerts as the store has them, and over that those in memory: the store lags behind by what is on its way to it. */
final class AlertArchive implements AlertHistory, AutoCloseable {

    static final Comparator<Alert> NEWEST_FIRST = Comparator.comparingLong(Alert::id).reversed();

    private final Supplier<List<Alert>> inMemory;
    private final AlertStore store;
    private final Questions questions;

    AlertArchive(Supplier<List<Alert>> inMemory, AlertStore store, Questions questions) {
        this.inMemory = inMemory;
        this.store = store;
        this.questions = questions;
    }

    @Override
    public List<Alert> list(long before, int limit, @Nullable AlertState state) {
        Stream<Alert> known = inMemory.get().stream().filter(alert -> alert.id() < before);
        boolean open = state == AlertState.PENDING || state == AlertState.FIRING;
        return (open
                ? known.sorted(NEWEST_FIRST)
                : overlaid(questions.ask(() -> store.list(before, limit, state)), known))
                .filter(alert -> state == null || alert.state() == state).limit(limit).toList();
    }

    private static Stream<Alert> overlaid(List<Alert> stored, Stream<Alert> known) {
        Map<Long, Alert> alerts = new TreeMap<>(Comparator.reverseOrder());
        stored.forEach(alert -> alerts.put(alert.id(), alert));
        known.forEach(alert -> alerts.put(alert.id(), alert));
        return alerts.values().stream();
    }

    @Override
    public Optional<Alert> find(long id) {
        Optional<Alert> known = inMemory.get().stream().filter(alert -> alert.id() == id).findFirst();
        return known.isPresent() ? known : questions.ask(() -> store.find(id));
    }

    @Override
    public List<Alert> firing(Instant start, Instant end, int limit) {
        return overlaid(questions.ask(() -> store.firing(start, end, limit)), inMemory.get().stream())
                .filter(alert -> wasFiring(alert, start, end))
                .sorted(Comparator.comparing(AlertArchive::firedAt).thenComparingLong(Alert::id).reversed())
                .limit(limit).toList();
    }

    private static boolean wasFiring(Alert alert, Instant start, Instant end) {
        Instant resolved = alert.resolvedAt();
        return alert.firedAt() != null && !firedAt(alert).isAfter(end)
                && (resolved == null || !resolved.isBefore(start));
    }

    private static Instant firedAt(Alert alert) {
        return Objects.requireNonNullElse(alert.firedAt(), alert.startedAt());
    }

    @Override
    public void close() {
        questions.close();
    }
}
