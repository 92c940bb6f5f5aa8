package io.tidemark.alert;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.alert.Silence.State;
import io.tidemark.alert.jpa.JpaSilenceStore;
import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.Questions;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Ids;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Silences over a real database that is taken away or freezes. */
class LiveSilencesTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final FaultyDatabase database = new FaultyDatabase(
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    private final EntityManagerFactory entities = open();
    private final JpaSilenceStore store = new JpaSilenceStore(entities);
    private final TurnedClock clock = new TurnedClock();
    private final Ids ids = new Ids(clock, 0, 0);
    private final SilenceBook book = new SilenceBook(List.of());
    private final LiveSilences silences = new LiveSilences(book, store, new Questions(FaultyDatabase.PATIENCE), ids,
            clock);

    private EntityManagerFactory open() {
        TestStores.migrate(database, "h2");
        return TestStores.open(database);
    }

    @AfterEach
    void close() {
        database.away(false);
        database.thaw();
        silences.close();
        entities.close();
    }

    @Test
    void oneThatIsMadeHoldsAndIsKept() {
        Silence made = silences.create(Plans.once(START, HOUR));

        assertThat(book.inForce(START)).containsExactly(made);
        assertThat(store.notOver(0, START)).containsExactly(made);
        assertThat(silences.find(made.id())).contains(made);
        assertThat(silences.list(Long.MAX_VALUE, 9, State.ACTIVE)).containsExactly(made);
        assertThat(silences.list(Long.MAX_VALUE, 9, State.PENDING)).isEmpty();
    }

    @Test
    void oneIsAtHandThoughTheServiceStartedWithTheClockADayAhead() {
        Silence made = silences.create(Plans.once(START, HOUR));

        SilenceBook ahead = SilenceBook.read(store, 0, START.plus(Duration.ofDays(1)));

        assertThat(ahead.inForce(START.plus(Duration.ofDays(1)))).isEmpty();
        assertThat(ahead.inForce(START)).containsExactly(made);
        assertThat(SilenceBook.read(store, 0, START.plus(Silence.GRACE).plus(HOUR)).all()).isEmpty();
    }

    @Test
    void oneThatIsEndedNoLongerHoldsAndStaysInTheList() {
        Silence made = silences.create(Plans.repeating(START, "00:00-23:59 UTC"));
        clock.turn(Duration.ofSeconds(5));

        Silence ended = silences.end(made.id()).orElseThrow();

        assertThat(ended.endedAt()).isEqualTo(START.plusSeconds(5));
        assertThat(book.inForce(clock.instant())).isEmpty();
        assertThat(silences.find(made.id())).contains(ended);
        assertThat(silences.list(Long.MAX_VALUE, 9, null)).containsExactly(ended);
        assertThat(silences.list(Long.MAX_VALUE, 9, State.EXPIRED)).containsExactly(ended);
        clock.turn(HOUR);
        assertThat(silences.end(made.id())).contains(ended);
        assertThat(silences.end(7)).isEmpty();
    }

    @Test
    void withTheStoreAwayNothingIsHalfDone() {
        Silence made = silences.create(Plans.once(START, HOUR));
        database.away(true);

        assertThatThrownBy(() -> silences.create(Plans.once(START, HOUR))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> silences.end(made.id())).isInstanceOf(StoreException.class);

        assertThat(book.inForce(START)).containsExactly(made);
        assertThat(silences.list(Long.MAX_VALUE, 9, State.ACTIVE)).containsExactly(made);
        database.away(false);
        assertThat(silences.list(Long.MAX_VALUE, 9, null)).containsExactly(made);
    }

    @Test
    void whatAFrozenStoreHasWrittenAfterAllIsTakenBack() {
        Silence made = silences.create(Plans.once(START, HOUR));
        database.freeze();

        try (LiveSilences hasty = new LiveSilences(book, store, new Questions(Duration.ofMillis(200)), ids, clock)) {
            assertThatThrownBy(() -> hasty.create(Plans.once(START, HOUR))).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> hasty.end(made.id())).isInstanceOf(StoreException.class);
        }

        database.thaw();
        await().during(Duration.ofMillis(300))
                .until(() -> store.list(0, Long.MAX_VALUE, 9, null).equals(List.of(made)));
        assertThat(book.all()).containsExactly(made);
    }

    @Test
    void thereAreNotTooMany() {
        LongStream.rangeClosed(1, SilenceBook.MOST)
                .forEach(id -> book.put(Plans.silence(id, START, Duration.ofMinutes(1)), START));

        assertThatThrownBy(() -> silences.create(Plans.once(START, HOUR))).isInstanceOf(IllegalStateException.class)
                .hasMessage("there are 1000 silences that are not over, which is the most; end some of them first");
        clock.turn(Duration.ofMinutes(1));
        assertThat(silences.create(Plans.once(START, HOUR))).isNotNull();
    }

    @Test
    void whatIsLongOverIsRemovedWhenAnotherIsMade() {
        Silence old = silences.create(Plans.once(START, HOUR));
        clock.turn(Retention.KEPT.plus(Duration.ofHours(2)));
        Silence made = silences.create(Plans.once(clock.instant(), HOUR));

        assertThat(silences.list(Long.MAX_VALUE, 9, null)).containsExactly(made);
        assertThat(silences.find(old.id())).isEmpty();
    }
}
