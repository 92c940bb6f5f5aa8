package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.channel.Channel;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One attempt per step, by a turned clock. */
class PostmanTests {

    private long jumped;
    private final TurnedClock clock = new TurnedClock();
    private final Ids ids = new Ids(clock, 0, 0);
    private final Deque<Delivery> answers = new ArrayDeque<>();
    private final List<Long> sent = new ArrayList<>();
    private final List<Told> receipts = new ArrayList<>();
    private final OutboxOnly store = new OutboxOnly();
    private final Mailbox mailbox = new Mailbox("on-call", store);
    private final Postman postman = postman(message -> {
        sent.add(message.change());
        return answers.isEmpty() ? new Delivery.Delivered() : answers.remove();
    });

    /** The wall clock's way without its jumps. */
    private long nanos() {
        return Duration.between(Judgements.START, clock.instant()).toNanos() - jumped;
    }

    @Test
    void tellsInOrderAndLeavesReceipts() throws Exception {
        List<Long> changes = add(3);

        run();

        assertThat(sent).isEqualTo(changes);
        assertThat(receipts).extracting(Told::receipt).containsOnly(Receipt.DELIVERED);
        assertThat(postman.status().delivered()).isEqualTo(3);
        assertThat(postman.status().pending()).isZero();
    }

    @Test
    void nothingOvertakesAMessageThatFails() throws Exception {
        List<Long> changes = add(2);
        answers.add(new Delivery.Retry("answered 500", Optional.empty()));

        Duration wait = postman.step().orElseThrow();
        assertThat(wait).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(postman.step()).contains(wait);
        clock.turn(wait);
        run();

        assertThat(sent).containsExactly(changes.get(0), changes.get(0), changes.get(1));
        assertThat(receipts).extracting(Told::receipt).containsExactly(Receipt.PENDING, Receipt.DELIVERED,
                Receipt.DELIVERED);
        assertThat(receipts).extracting(Told::attempts).containsExactly(1, 2, 1);
        assertThat(receipts.getFirst().error()).isEqualTo("answered 500");
        assertThat(receipts.getFirst().next()).isEqualTo(Judgements.START.plus(wait));
        assertThat(postman.status().failed()).isEqualTo(1);
    }

    @Test
    void backsOffUpToAMinute() throws Exception {
        add(1);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(new Delivery.Retry("answered 500", Optional.empty()));
            waits.add(postman.step().orElseThrow());
            clock.turn(waits.getLast());
        }

        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(waits.getLast()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() throws Exception {
        add(1);
        answers.add(new Delivery.Retry("answered 429", Optional.of(Duration.ofSeconds(90))));

        assertThat(postman.step()).contains(Duration.ofSeconds(90));
    }

    @Test
    void aRefusedMessageIsDeadAndTheNextGoesOn() throws Exception {
        List<Long> changes = add(2);
        answers.add(new Delivery.Rejected("answered 404"));

        run();

        assertThat(sent).isEqualTo(changes);
        assertThat(receipts).extracting(Told::receipt).containsExactly(Receipt.DEAD, Receipt.DELIVERED);
        assertThat(postman.status().failed()).isEqualTo(1);
    }

    @Test
    void givesUpAfterAWeek() throws Exception {
        add(1);
        answers.add(new Delivery.Retry("answered 500", Optional.empty()));
        answers.add(new Delivery.Retry("answered 500", Optional.empty()));
        postman.step();
        clock.turn(Postman.GIVE_UP.plusSeconds(1));

        run();

        assertThat(receipts).extracting(Told::receipt).containsExactly(Receipt.PENDING, Receipt.DEAD);
    }

    @Test
    void aChannelThatThrowsIsTriedAgainAndItsTextIsNotShown() throws Exception {
        Postman careless = postman(_ -> {
            throw new IllegalStateException("https://hooks.example/s3cret");
        });
        add(1);

        careless.step();

        assertThat(receipts.getFirst().error()).isEqualTo("the channel failed (IllegalStateException)");
    }

    @Test
    void countsTheLatencyFromReadingToAcknowledgement() throws Exception {
        add(1);
        clock.turn(Duration.ofMillis(400));

        run();

        assertThat(postman.status().latencySum()).isEqualTo(0.44);
        assertThat(postman.status().latencySeconds()[3]).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitIntoMemoryIsReadFromTheStoreInOrder() throws Exception {
        List<Long> changes = add(Mailbox.IN_MEMORY + 250);

        run();

        assertThat(sent).isEqualTo(changes);
    }

    @Test
    void waitsForAMessageThatIsStillInTheJournal() throws Exception {
        List<Long> changes = add(Mailbox.IN_MEMORY + 2);
        Letter late = store.letters.remove(changes.get(Mailbox.IN_MEMORY));

        run();
        assertThat(sent).hasSize(Mailbox.IN_MEMORY);
        store.letters.put(changes.get(Mailbox.IN_MEMORY), java.util.Objects.requireNonNull(late));
        clock.turn(Duration.ofSeconds(2));
        run();

        assertThat(sent).isEqualTo(changes);
    }

    @Test
    void aMessageThatNeverArrivesDoesNotHoldUpTheRestForEver() throws Exception {
        List<Long> changes = add(Mailbox.IN_MEMORY + 2);
        store.letters.remove(changes.get(Mailbox.IN_MEMORY));

        run();
        clock.turn(Postman.LOST);
        run();

        assertThat(sent).hasSize(Mailbox.IN_MEMORY + 1).last().isEqualTo(changes.getLast());
        assertThat(postman.status().failed()).isEqualTo(1);
    }

    @Test
    void whileTheStoreIsAwayNothingIsLost() throws Exception {
        List<Long> changes = add(Mailbox.IN_MEMORY + 2);
        store.away = true;
        run();
        assertThat(postman.status().pending()).isEqualTo(2);
        clock.turn(Duration.ofHours(1));
        run();
        store.away = false;
        clock.turn(Duration.ofSeconds(2));
        run();

        assertThat(sent).isEqualTo(changes);
    }

    @Test
    void takesUpWhatAnEarlierLifeLeft() throws Exception {
        Message left = message();
        store.letters.put(left.change(), new Letter(left, 4));
        mailbox.resume(List.of(left.change()));
        store.away = true;

        run();

        assertThat(sent).containsExactly(left.change());
        assertThat(receipts.getFirst().attempts()).isEqualTo(5);
    }

    @Test
    void aClockThatJumpsEndsNothing() throws Exception {
        add(1);
        jump(Postman.GIVE_UP.multipliedBy(2));
        answers.add(new Delivery.Retry("answered 500", Optional.empty()));
        Duration wait = postman.step().orElseThrow();
        jump(Duration.ofDays(-30));
        assertThat(postman.step()).contains(wait);
        clock.turn(wait);

        run();

        assertThat(receipts).extracting(Told::receipt).containsExactly(Receipt.PENDING, Receipt.DELIVERED);
    }

    private void jump(Duration length) {
        clock.turn(length);
        jumped += length.toNanos();
    }

    private void run() throws InterruptedException {
        while (postman.step().filter(Duration.ZERO::equals).isPresent()) {
            assertThat(sent.size()).isLessThan(10_000);
        }
    }

    private List<Long> add(int count) {
        List<Long> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message message = message();
            store.letters.put(message.change(), new Letter(message, 0));
            mailbox.add(message);
            changes.add(message.change());
        }
        return changes;
    }

    private Message message() {
        Alert alert = OpenAlert.pending(ids.next(), "web-1",
                Judgements.breached("r", Labels.NONE, clock.instant())).alert();
        return Message.of(new AlertChange.Fired(ids.next(), alert, clock.instant()));
    }

    private Postman postman(Channel channel) {
        return new Postman("on-call", channel, mailbox, receipts::add, new BackOff(new Random(7)), clock, this::nanos);
    }
}
