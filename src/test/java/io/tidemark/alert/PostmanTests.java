package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.AlertRecord.Told;
import io.tidemark.alert.jpa.AlertStore.Letter;
import io.tidemark.metric.BackOff;
import io.tidemark.metric.Ids;
import io.tidemark.metric.Labels;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One attempt per step, by a turned clock. */
class PostmanTests {

    private long jumped;
    private final TurnedClock clock = new TurnedClock();
    private final Ids ids = new Ids(clock, 0, 0);
    private final Deque<Delivery> answers = new ArrayDeque<>();
    private final List<Notification> sent = new ArrayList<>();
    private final List<Told> receipts = new ArrayList<>();
    private final OutboxOnly store = new OutboxOnly();
    private final Mailbox mailbox = new Mailbox("on-call", store);
    private Predicate<Notification> unacceptable = _ -> false;
    private final Postman postman = postman(new TestChannel(this::take));

    private Delivery take(Notification notification) {
        sent.add(notification);
        if (unacceptable.test(notification)) {
            return new Delivery.Unacceptable("answered 400");
        }
        return answers.isEmpty() ? new Delivery.Delivered() : answers.remove();
    }

    /** The wall clock's way without its jumps. */
    private long nanos() {
        return Duration.between(Judgements.START, clock.instant()).toNanos() - jumped;
    }

    /** A receipt the store does not take would have the change told again at the next start. */
    @AfterEach
    void theStoreTakesEachReceipt() {
        assertThat(store.ignored).isEmpty();
    }

    @Test
    void tellsOneByOneWhatComesOneByOne() throws Exception {
        List<Long> changes = new ArrayList<>();
        for (int i = 0; i < TokenBucket.BURST; i++) {
            changes.addAll(add(1));
            run();
        }

        assertThat(changes()).isEqualTo(changes);
        assertThat(sent).extracting(Notification::key).isEqualTo(changes.stream().map(String::valueOf).toList());
        assertThat(receipts).extracting(Told::receipt).containsOnly(Receipt.DELIVERED);
        assertThat(receipts).extracting(Told::sentIn).containsExactlyElementsOf(
                changes.stream().map(String::valueOf).toList());
        assertThat(postman.status().delivered()).isEqualTo(5);
        assertThat(postman.status().pending()).isZero();
    }

    @Test
    void tellsTogetherWhatGathersAndLeavesAReceiptOfEach() throws Exception {
        List<Long> changes = add(4);

        run();

        String together = changes.get(1) + "-" + changes.get(3);
        assertThat(sent).extracting(Notification::key).containsExactly(changes.get(0).toString(), together);
        assertThat(changes()).isEqualTo(changes);
        assertThat(receipts).extracting(Told::receipt).containsExactly(Receipt.DELIVERED, Receipt.PENDING,
                Receipt.DELIVERED, Receipt.DELIVERED, Receipt.DELIVERED);
        assertThat(receipts).extracting(Told::sentIn).endsWith(together, together, together);
        assertThat(postman.status().delivered()).isEqualTo(4);
    }

    @Test
    void anAlertThatIsOverBeforeItIsToldIsToldOnceAsResolved() throws Exception {
        add(1);
        run();
        Message fired = message();
        add(fired);
        add(resolved(fired));

        run();

        assertThat(sent.getLast().messages()).hasSize(1).allMatch(Message::resolved);
        assertThat(postman.status().delivered()).isEqualTo(3);
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

        assertThat(changes()).containsExactly(changes.get(0), changes.get(0), changes.get(1));
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(receipts).extracting(Told::receipt).containsExactly(Receipt.PENDING, Receipt.DELIVERED,
                Receipt.DELIVERED);
        assertThat(receipts).extracting(Told::attempts).containsExactly(1, 2, 1);
        assertThat(receipts.getFirst().error()).isEqualTo("answered 500");
        assertThat(receipts.getFirst().next()).isEqualTo(Judgements.START.plus(wait));
        assertThat(postman.status().failed()).isEqualTo(1);
    }

    @Test
    void whatGoesTogetherAndFailsGoesTogetherAgainWithTheSameKey() throws Exception {
        add(1);
        run();
        sent.clear();
        List<Long> together = add(3);
        answers.add(new Delivery.Retry("answered 500", Optional.empty()));
        Duration wait = postman.step().orElseThrow();
        long later = add(1).getFirst();
        clock.turn(wait);

        run();

        String key = Notification.key(together.getFirst(), together.getLast());
        assertThat(sent).extracting(Notification::key).containsExactly(key, key, Long.toString(later));
    }

    @Test
    void backsOffUpToHalfAMinute() throws Exception {
        add(1);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(new Delivery.Retry("answered 500", Optional.empty()));
            waits.add(postman.step().orElseThrow());
            clock.turn(waits.getLast());
        }

        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(waits.getLast()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
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

        assertThat(changes()).isEqualTo(changes);
        assertThat(receipts).extracting(Told::receipt).containsExactly(Receipt.DEAD, Receipt.DELIVERED);
        assertThat(postman.status().failed()).isEqualTo(1);
    }

    @Test
    void whatAReceiverDoesNotTakeKeepsNothingElseFromIt() throws Exception {
        add(1);
        run();
        List<Long> changes = add(1_000);
        Long bad = changes.get(617);
        unacceptable = notification -> told(notification).contains(bad);

        runFor(Duration.ofMinutes(1));

        assertThat(sent.stream().filter(unacceptable.negate()).skip(1).flatMap(one -> told(one).stream()))
                .containsExactlyElementsOf(changes.stream().filter(change -> !change.equals(bad)).toList());
        assertThat(receipts.stream().filter(told -> told.receipt() == Receipt.DEAD)).singleElement()
                .satisfies(told -> assertThat(told.change()).isEqualTo(bad));
        assertThat(sent.size()).isLessThan(40);
    }

    @Test
    void aReceiverThatTakesNothingIsNotAskedAboutEachChange() throws Exception {
        add(1);
        run();
        List<Long> changes = add(1_000);
        unacceptable = _ -> true;

        runFor(Duration.ofMinutes(1));

        assertThat(receipts.stream().filter(told -> told.receipt() == Receipt.DEAD).map(Told::change))
                .containsExactlyElementsOf(changes);
        assertThat(sent.size()).isLessThan(Packing.MOST_REFUSED + 12);
    }

    @Test
    void neighboursThatAReceiverDoesNotTakeKeepNothingElseFromIt() throws Exception {
        add(1);
        run();
        List<Long> changes = add(1_000);
        List<Long> bad = changes.subList(600, 640);
        unacceptable = notification -> told(notification).stream().anyMatch(bad::contains);

        runFor(Duration.ofMinutes(2));

        assertThat(receipts.stream().filter(told -> told.receipt() == Receipt.DEAD).map(Told::change))
                .containsAll(bad).hasSizeLessThan(bad.size() + 20);
        assertThat(receipts.stream().filter(told -> told.receipt() != Receipt.PENDING)).hasSize(1_001);
        assertThat(sent.size()).isLessThan(70);
    }

    @Test
    void aRefreshThatIsTakenDoesNotMakeTheAttemptsBeginAnew() throws Exception {
        Message firing = message();
        Postman refreshing = postman(new TestChannel(this::take),
                new Refresh(Optional.of(Duration.ofSeconds(30)), () -> List.of(firing), this::nanos));
        long change = add(1).getFirst();
        for (int i = 0; i < 100; i++) {
            answers.add(new Delivery.Retry("answered 503", Optional.empty()));
        }
        runFor(Duration.ofSeconds(29), refreshing);
        int failed = receipts.size();
        answers.clear();
        answers.add(new Delivery.Delivered());
        answers.add(new Delivery.Rejected("answered 404"));

        runFor(Duration.ofSeconds(30), refreshing);

        assertThat(failed).isGreaterThan(2);
        assertThat(sent.get(failed).messages()).containsExactly(firing);
        assertThat(receipts).last().isEqualTo(new Told(change, "on-call", Receipt.DEAD, failed + 1,
                receipts.getLast().at(), null, "answered 404", Long.toString(change)));
    }

    @Test
    void whatWasTriedMoreOrLessOftenBeforeGoesTogether() throws Exception {
        run(add(1));
        List<Message> again = List.of(message(), message());
        store.letters.put(again.get(0).change(), new Letter(again.get(0), 1, null, null));
        store.letters.put(again.get(1).change(), new Letter(again.get(1), 3, null, null));
        mailbox.leave(again.stream().map(Message::change).toList());
        answers.add(new Delivery.Rejected("answered 404"));

        run();

        assertThat(receipts).filteredOn(told -> told.receipt() == Receipt.DEAD).extracting(Told::attempts)
                .containsExactly(2, 4);
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
        Postman careless = postman(new TestChannel(_ -> {
            throw new IllegalStateException("https://hooks.example/s3cret");
        }));
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
        clock.turn(Duration.ofMinutes(1));
        run();

        assertThat(changes()).isEqualTo(changes);
    }

    @Test
    void peopleAreToldOfManyByTheirNumber() throws Exception {
        Postman human = postman(new TestChannel(this::take, 10_000));
        List<Long> changes = add(9_001);

        while (human.step().filter(Duration.ZERO::equals).isPresent()) {
            assertThat(sent.size()).isLessThan(10);
        }

        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().messages()).hasSize(Mailbox.IN_MEMORY);
        assertThat(sent.getLast().more()).isEqualTo(8_000);
        assertThat(receipts).filteredOn(told -> told.receipt() == Receipt.DELIVERED).extracting(Told::change)
                .isEqualTo(changes);
    }

    @Test
    void aReceiverOfSmallMessagesIsNotFlooded() throws Exception {
        Postman paging = postman(new TestChannel(this::take, 20));
        add(1_000);

        for (int second = 0; second < 60; second++) {
            while (paging.step().filter(Duration.ZERO::equals).isPresent()) {
                assertThat(sent.size()).isLessThan(10);
            }
            clock.turn(Duration.ofSeconds(1));
        }

        assertThat(changes()).hasSizeBetween(41, 81);
    }

    @Test
    void waitsForAMessageThatIsStillInTheJournal() throws Exception {
        run(add(1));
        List<Long> changes = add(Mailbox.IN_MEMORY + 2);
        Letter late = store.letters.remove(changes.get(Mailbox.IN_MEMORY));

        run();
        clock.turn(Duration.ofSeconds(30));
        run();
        assertThat(changes()).hasSize(1 + Mailbox.IN_MEMORY);
        store.letters.put(changes.get(Mailbox.IN_MEMORY), java.util.Objects.requireNonNull(late));
        clock.turn(Duration.ofSeconds(2));
        run();

        assertThat(changes()).endsWith(changes.getLast());
        assertThat(postman.status().pending()).isZero();
    }

    @Test
    void aMessageThatNeverArrivesDoesNotHoldUpTheRestForEver() throws Exception {
        run(add(1));
        List<Long> changes = add(Mailbox.IN_MEMORY + 2);
        store.letters.remove(changes.get(Mailbox.IN_MEMORY));

        run();
        clock.turn(Duration.ofSeconds(30));
        run();
        clock.turn(Packing.LOST);
        run();

        assertThat(changes()).hasSize(Mailbox.IN_MEMORY + 2).last().isEqualTo(changes.getLast());
        assertThat(postman.status().failed()).isEqualTo(1);
    }

    @Test
    void whileTheStoreIsAwayNothingIsLost() throws Exception {
        run(add(1));
        List<Long> changes = add(Mailbox.IN_MEMORY + 2);
        store.away = true;
        run();
        assertThat(postman.status().pending()).isEqualTo(2);
        clock.turn(Duration.ofHours(1));
        run();
        store.away = false;
        clock.turn(Duration.ofSeconds(2));
        run();

        assertThat(changes()).endsWith(changes.getLast()).hasSize(Mailbox.IN_MEMORY + 3);
    }

    @Test
    void takesUpWhatAnEarlierLifeLeft() throws Exception {
        Message left = message();
        store.letters.put(left.change(), new Letter(left, 4, null, null));
        mailbox.resume(List.of(left.change()));
        store.away = true;

        run();

        assertThat(changes()).containsExactly(left.change());
        assertThat(receipts.getFirst().attempts()).isEqualTo(5);
    }

    @Test
    void whatAnEarlierLifeMayHaveSentTogetherGoesTogetherAgain() throws Exception {
        List<Message> left = List.of(message(), message(), message());
        String key = Notification.key(left.get(0).change(), left.get(1).change());
        left.forEach(message -> store.letters.put(message.change(),
                new Letter(message, 0, message.equals(left.getFirst()) ? key : null, null)));
        mailbox.resume(left.stream().map(Message::change).toList());

        run();

        assertThat(sent).extracting(Notification::key).containsExactly(key,
                Long.toString(left.get(2).change()));
    }

    @ParameterizedTest
    @CsvSource({"10, true", "59, true", "61, false"})
    void whatWaitedLongBeforeItWasSentGoesTogetherAgainWhenThatWasLately(int secondsAgo, boolean again)
            throws Exception {
        List<Message> left = List.of(message(), message(), message());
        String key = Notification.key(left.get(0).change(), left.get(1).change());
        clock.turn(Duration.ofMinutes(5));
        left.forEach(message -> store.letters.put(message.change(), message.equals(left.getFirst())
                ? new Letter(message, 0, key, clock.instant().minusSeconds(secondsAgo))
                : new Letter(message, 0, null, null)));
        mailbox.resume(left.stream().map(Message::change).toList());

        run();

        assertThat(sent).extracting(Notification::key).startsWith(
                again ? key : Notification.key(left.get(0).change(), left.get(2).change()));
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

    @Test
    void tenThousandChangesInAMinuteAreAFewMessages() throws Exception {
        Postman human = postman(new TestChannel(this::take, 10_000));
        List<Long> changes = new ArrayList<>();
        for (int tick = 0; tick < 600; tick++) {
            changes.addAll(add(tick % 3 == 0 ? 16 : 17));
            while (human.step().filter(Duration.ZERO::equals).isPresent()) {
                assertThat(sent.size()).isLessThan(100);
            }
            clock.turn(Duration.ofMillis(100));
        }
        assertThat(sent).hasSizeLessThan(12);
        clock.turn(Duration.ofSeconds(20));
        while (human.step().filter(Duration.ZERO::equals).isPresent()) {
            assertThat(sent.size()).isLessThan(100);
        }

        assertThat(changes).hasSize(10_000);
        assertThat(receipts).filteredOn(told -> told.receipt() == Receipt.DELIVERED).extracting(Told::change)
                .isEqualTo(changes);
        assertThat(sent.getFirst().messages()).hasSize(1);
    }

    @Test
    void aReceiverThatWasAwayForAnHourHasEverythingWithinAMinuteOfItsReturn() throws Exception {
        Message known = message();
        add(known);
        run();
        List<Message> firings = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            Message fired = message();
            firings.add(fired);
            add(fired);
            if (minute % 2 == 0) {
                add(resolved(fired));
            }
            add(50);
            away(Duration.ofMinutes(1));
        }
        add(resolved(known));
        assertThat(postman.circuit().isOpen()).isTrue();
        assertThat(postman.circuit().reason()).isEqualTo("answered 503");
        sent.clear();
        answers.clear();

        runFor(Duration.ofMinutes(1));

        assertThat(postman.status().pending()).isZero();
        assertThat(postman.circuit()).isEqualTo(Circuit.CLOSED);
        List<Message> told = sent.stream().flatMap(one -> one.messages().stream()).toList();
        // What is over by now is not told as firing first, and everything else is.
        assertThat(told).filteredOn(message -> message.alert() == firings.get(0).alert()).hasSize(1)
                .allMatch(Message::resolved);
        assertThat(told).filteredOn(message -> message.alert() == firings.get(1).alert()).hasSize(1)
                .noneMatch(Message::resolved);
        assertThat(told).last().matches(message -> message.alert() == known.alert() && message.resolved());
        assertThat(sent).hasSizeLessThan(10);
    }

    @Test
    void onlyWhatIsTooOldIsGivenUp() throws Exception {
        add(1);
        away(Duration.ofHours(2));
        clock.turn(Postman.GIVE_UP);
        List<Long> young = add(1);
        away(Duration.ofMinutes(1));
        answers.clear();
        clock.turn(Duration.ofMinutes(1));
        run();

        assertThat(receipts).filteredOn(told -> told.receipt() != Receipt.PENDING).extracting(Told::receipt)
                .containsExactly(Receipt.DEAD, Receipt.DELIVERED);
        assertThat(changes()).last().isEqualTo(young.getFirst());
    }

    private void keep(List<Told> told) {
        receipts.addAll(told);
        told.forEach(store::receive);
    }

    private void runFor(Duration length) throws InterruptedException {
        runFor(length, postman);
    }

    /** By single steps, as the channel's thread would make them. */
    private void runFor(Duration length, Postman walking) throws InterruptedException {
        java.time.Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            Duration wait = walking.step().orElse(length);
            Duration left = Duration.between(clock.instant(), end);
            clock.turn(wait.compareTo(left) < 0 ? wait : left);
        }
    }

    private void away(Duration length) throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            answers.add(new Delivery.Retry("answered 503", Optional.empty()));
        }
        runFor(length);
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

    private void run(List<Long> changes) throws InterruptedException {
        run();
        assertThat(changes()).isEqualTo(changes);
    }

    private List<Long> changes() {
        return sent.stream().flatMap(one -> told(one).stream()).toList();
    }

    private static List<Long> told(Notification notification) {
        return notification.messages().stream().map(Message::change).toList();
    }

    private List<Long> add(int count) {
        List<Long> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message message = message();
            add(message);
            changes.add(message.change());
        }
        return changes;
    }

    private void add(Message message) {
        store.letters.put(message.change(), new Letter(message, 0, null, null));
        mailbox.add(message);
    }

    private Message message() {
        Alert alert = OpenAlert.pending(ids.next(), "web-1",
                Judgements.breached("r", Labels.NONE, clock.instant())).alert();
        return Message.of(new AlertChange.Fired(ids.next(), alert, clock.instant()));
    }

    private Message resolved(Message fired) {
        return new Message(ids.next(), fired.alert(), fired.labels(), fired.annotations(), fired.startsAt(),
                clock.instant(), null);
    }

    private Postman postman(TestChannel channel) {
        return postman(channel, new Refresh(Optional.empty(), List::of, this::nanos));
    }

    private Postman postman(TestChannel channel, Refresh refresh) {
        return new Postman("on-call", channel, mailbox, this::keep, refresh,
                new Pace(new BackOff(new Random(7)), clock, this::nanos));
    }
}
