package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore;
import io.tidemark.history.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A store of messages in memory, for those who only read messages. */
final class OutboxOnly implements AlertStore {

    final Map<Long, Letter> letters = new HashMap<>();
    /** Receipts that told nothing new. */
    final List<Told> ignored = new ArrayList<>();
    /** Transactions. */
    final List<List<AlertRecord>> written = new CopyOnWriteArrayList<>();
    volatile boolean away;
    /** What a transaction waits for. */
    volatile Wait writing = () -> {};
    private final Map<Long, Told> taken = new HashMap<>();

    @Override
    public Map<Long, Letter> letters(String channel, Collection<Long> changes) {
        if (away) {
            throw new StoreException("the store does not answer", new IllegalStateException());
        }
        return changes.stream().filter(letters::containsKey)
                .collect(Collectors.toMap(Function.identity(), letters::get));
    }

    interface Wait {
        void run() throws InterruptedException;
    }

    /** As a row of the real one takes it. */
    void receive(Told told) {
        Told known = taken.get(told.change());
        Letter letter = letters.get(told.change());
        int made = known == null ? letter == null ? 0 : letter.attempts() : known.attempts();
        if (told.overtakes(known == null ? Receipt.PENDING : known.receipt(), made)) {
            taken.put(told.change(), told);
        } else {
            ignored.add(told);
        }
    }

    @Override
    public void write(List<AlertRecord> records) {
        if (away) {
            throw new StoreException("the store does not answer", new IllegalStateException());
        }
        try {
            writing.run();
        } catch (InterruptedException e) {
            throw new StoreException("interrupted", e);
        }
        written.add(records);
    }

    @Override
    public List<Open> open(int bits) {
        return List.of();
    }

    @Override
    public List<Untold> untold(int bits) {
        return List.of();
    }

    @Override
    public List<Alert> list(long before, int limit, @Nullable AlertState state) {
        return List.of();
    }

    @Override
    public Optional<Alert> find(long id) {
        return Optional.empty();
    }

    @Override
    public List<Alert> firing(Instant start, Instant end, int limit) {
        return List.of();
    }

    @Override
    public int remove(Instant before, int limit) {
        return 0;
    }

    @Override
    public long highestId() {
        return 0;
    }
}
