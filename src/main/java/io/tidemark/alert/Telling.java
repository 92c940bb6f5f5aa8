package io.tidemark.alert;

import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The channels, what they were told, and ways to try them: for people, not for the measuring path. */
public interface Telling {

    /** Every channel, by name. */
    Map<String, ChannelState> channels();

    /** How the telling is doing, by the name of the channel. */
    Map<String, DeliveryStatus> counts();

    /**
     * What channels were told or are to be, newest first.
     *
     * @throws io.tidemark.history.StoreException when the store does not answer
     */
    List<Entry> deliveries(Question question, int limit);

    /**
     * Tells a channel once more what it would not take; answers of how many changes. What is overtaken by something
     * newer of the same alert is left alone.
     *
     * @param change only this one; null for all
     * @throws io.tidemark.history.StoreException when the store does not answer
     */
    int retry(String channel, @Nullable Long change);

    /** What a test would send: that something fires, then that it is over. Secrets are masked. */
    List<String> preview(String channel);

    /**
     * Sends a test: that something fires, then that it is over.
     *
     * @return how it went; empty when another test of the channel is still running
     */
    Optional<Delivery> test(String channel) throws InterruptedException;

    /** A channel as it is doing now. */
    record ChannelState(Receiver receiver, DeliveryStatus status, Circuit circuit) {}

    /**
     * Counts of one channel since the start.
     *
     * @param delivered changes the receiver has acknowledged
     * @param failed attempts that failed, those that are tried again included
     * @param pending changes it is still to be told of
     * @param latencySeconds seconds from the reading that broke a rule to the channel's acknowledgement, as counts per
     * upper bound of {@link #LATENCY_BOUNDS} (not cumulative, the last entry counts what is beyond)
     */
    @SuppressWarnings({"ArrayRecordComponent", "MutablePublicArray"}) // made anew for each question, read by the exports
    record DeliveryStatus(long delivered, long failed, long pending, long[] latencySeconds, double latencySum) {

        /** Upper bounds in seconds. */
        public static final double[] LATENCY_BOUNDS = {0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 30, 60};
    }
}
