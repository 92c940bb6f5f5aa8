package io.tidemark.alert;

import io.tidemark.alert.AlertsStart.Parts;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.channel.TestMessages;
import io.tidemark.alert.jpa.DeliveryLog;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import io.tidemark.history.Questions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The channels of the running service. */
final class LiveTelling implements Telling, AutoCloseable {

    private final Parts parts;
    private final SortedMap<String, Round> rounds;
    private final DeliveryLog log;
    private final Questions questions;
    private final Set<String> testing = ConcurrentHashMap.newKeySet();

    LiveTelling(Parts parts, SortedMap<String, Round> rounds, DeliveryLog log, Questions questions) {
        this.parts = parts;
        this.rounds = rounds;
        this.log = log;
        this.questions = questions;
    }

    @Override
    public Map<String, ChannelState> channels() {
        Map<String, ChannelState> channels = new TreeMap<>();
        rounds.forEach((name, round) -> channels.put(name,
                new ChannelState(round.receiver(), round.status(), round.circuit())));
        return channels;
    }

    @Override
    public Map<String, DeliveryStatus> counts() {
        Map<String, DeliveryStatus> counts = new TreeMap<>();
        rounds.forEach((name, round) -> counts.put(name, round.status()));
        return counts;
    }

    @Override
    public List<Entry> deliveries(Question question, int limit) {
        return questions.ask(() -> log.list(question, limit));
    }

    @Override
    public int retry(String channel, @Nullable Long change) {
        Round round = round(channel);
        // On the store's thread, too: what is back in the outbox is told even when the answer comes too late to be waited for.
        return questions.ask(() -> {
            List<Long> revived = log.revive(parts.ids().instanceBits(), channel, change);
            round.resume(revived);
            return revived.size();
        });
    }

    @Override
    public List<String> preview(String channel) {
        return messages().stream().map(round(channel).receiver().channel()::preview).toList();
    }

    @Override
    public Optional<Delivery> test(String channel) throws InterruptedException {
        if (!testing.add(channel)) {
            return Optional.empty();
        }
        try {
            return Optional.of(send(round(channel)));
        } finally {
            testing.remove(channel);
        }
    }

    private Delivery send(Round round) throws InterruptedException {
        Delivery delivery = new Delivery.Delivered();
        for (Notification notification : messages()) {
            delivery = round.receiver().channel().send(notification);
            if (!(delivery instanceof Delivery.Delivered)) {
                return delivery;
            }
        }
        return delivery;
    }

    private List<Notification> messages() {
        return TestMessages.of(parts.instance(), parts.clock().instant());
    }

    private Round round(String channel) {
        return Objects.requireNonNull(rounds.get(channel), "no such channel");
    }

    @Override
    public void close() {
        questions.close();
    }
}
