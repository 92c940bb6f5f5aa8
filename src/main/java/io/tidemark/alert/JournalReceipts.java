package io.tidemark.alert;

import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.history.Journal;
import io.tidemark.history.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Flushes receipts to the journal before the next message is sent, so that a process that dies has at most one message
 * of each channel to repeat. A disk that does not answer holds up nobody for long.
 */
final class JournalReceipts implements Receipts {

    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Journal.Topic<AlertRecord> topic;
    private final Consumer<AlertRecord> otherwise;

    /** @param otherwise who holds what the journal refuses */
    JournalReceipts(Journal.Topic<AlertRecord> topic, Consumer<AlertRecord> otherwise) {
        this.topic = topic;
        this.otherwise = otherwise;
    }

    @Override
    public void keep(List<Told> told) throws InterruptedException {
        Thread.ofVirtual().name("alert-receipts").start(() -> write(told)).join(PATIENCE);
    }

    private void write(List<Told> told) {
        try {
            told.subList(0, told.size() - 1).forEach(topic::append);
            topic.appendAndFlush(told.getLast());
        } catch (StoreException _) {
            told.forEach(otherwise);
        }
    }
}
