package io.tidemark.alert;

import io.tidemark.alert.jpa.AlertRecord;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.history.Journal;
import io.tidemark.history.StoreException;
import java.time.Duration;
import java.util.List;

/**
 * Flushes receipts to the journal before the next message is sent, so that a process that dies has at most one message
 * of each channel to repeat. A disk that does not answer holds up nobody for long: the journal writes them later.
 *
 * @param topic where they are kept
 */
record JournalReceipts(Journal.Topic<AlertRecord> topic) implements Receipts {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public void keep(List<Told> told) {
        try {
            topic.appendAndFlush(List.<AlertRecord>copyOf(told), PATIENCE);
        } catch (StoreException _) {
            // The journal says so itself, once.
        }
    }
}
