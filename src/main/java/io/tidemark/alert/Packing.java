package io.tidemark.alert;

import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what goes into the next notification: everything that waits. Only what an earlier life may have sent already
 * goes once more as it was, with the same key, unless that is long ago.
 */
final class Packing {

    /** What could not be told for so long is told as it stands now. */
    static final Duration LATE = Duration.ofMinutes(1);
    /** A message that the store does not have although it answers will not come any more. */
    static final Duration LOST = Duration.ofMinutes(10);

    /**
     * A receiver that takes nothing, whatever it is, is not asked about each change: ten halve a thousand to one. Beyond,
     * what it does not take is given up in ever larger parts.
     */
    static final int MOST_REFUSED = 32;

    private final Mailbox mailbox;
    private final int most;
    private final LongSupplier ticker;
    /** Changes that go together at present. */
    private int size;
    /** Messages in a row that the receiver did not take as they were. */
    private int refused;
    private boolean fresh = true;
    private @Nullable Long absentSince;

    /** @param most changes in one notification */
    Packing(Mailbox mailbox, int most, LongSupplier ticker) {
        this.mailbox = mailbox;
        this.ticker = ticker;
        this.most = most;
        this.size = most;
    }

    /** The half to try in place of what was not taken as it was; what follows is as small. Empty to give it up. */
    Optional<Parcel> halved(Parcel packed) {
        refused++;
        if (refused <= MOST_REFUSED && packed.size() > 1) {
            Parcel half = packed.half();
            size = half.size();
            return Optional.of(half);
        }
        if (refused >= MOST_REFUSED) {
            grow();
        }
        return Optional.empty();
    }

    /** The receiver has taken one: the next may be twice as large. */
    void taken() {
        refused = 0;
        grow();
    }

    private void grow() {
        size = Math.min(most, size * 2);
    }

    /** Whether less goes together than could, as something was not taken. */
    boolean isCautious() {
        return size < most;
    }

    /**
     * The next parcel, null when nothing is in memory.
     *
     * @throws StoreException when nothing is in memory and the store does not answer
     */
    @Nullable
    Parcel next(Instant now) {
        fill();
        List<Letter> letters = mailbox.letters(size);
        if (letters.isEmpty()) {
            return null;
        }
        absentSince = null;
        List<Long> unread = mailbox.unread(size - letters.size());
        boolean repeated = fresh && !wasLongAgo(letters.getFirst(), now);
        fresh = false;
        return repeated ? asSentBefore(letters, unread) : Parcel.of(letters, unread);
    }

    private void fill() {
        try {
            mailbox.fill(most);
        } catch (StoreException e) {
            if (mailbox.letters(1).isEmpty()) {
                absentSince = null;
                throw e;
            }
        }
    }

    /** Takes out what is next once a store that answers has not had it for long; empty while it may still come. */
    Optional<Long> takeLost() {
        long now = ticker.getAsLong();
        long since = absentSince == null ? now : absentSince;
        Long absent = mailbox.absent();
        if (absent == null || now - since < LOST.toNanos()) {
            absentSince = since;
            return Optional.empty();
        }
        mailbox.skipAbsent();
        absentSince = null;
        return Optional.of(absent);
    }

    /** Whether it has waited so long that it may not be true any more. */
    static boolean isLate(Letter letter, Instant now) {
        return Ids.instant(letter.message().change()).plus(LATE).isBefore(now);
    }

    /** Whether what an earlier life may have sent is so old by now; a change may have waited long before it was sent. */
    private static boolean wasLongAgo(Letter letter, Instant now) {
        Instant due = letter.due();
        return isLate(letter, now) && (due == null || due.plus(LATE).isBefore(now));
    }

    /** As many together as was noted before they were sent; nothing is noted of a single one. */
    private static Parcel asSentBefore(List<Letter> letters, List<Long> unread) {
        long first = letters.getFirst().message().change();
        String key = String.valueOf(letters.getFirst().sentIn());
        for (int read = 1; read <= letters.size(); read++) {
            if (Notification.key(first, letters.get(read - 1).message().change()).equals(key)) {
                return Parcel.of(letters.subList(0, read), List.of());
            }
        }
        for (int more = 1; more <= unread.size(); more++) {
            if (Notification.key(first, unread.get(more - 1)).equals(key)) {
                return Parcel.of(letters, unread.subList(0, more));
            }
        }
        return Parcel.of(letters.subList(0, 1), List.of());
    }
}
