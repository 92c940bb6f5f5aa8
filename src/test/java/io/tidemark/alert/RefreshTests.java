package io.tidemark.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.alert.channel.Message;
import io.tidemark.alert.channel.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a receiver that forgets is told again. */
class RefreshTests {

    private static final Duration EVERY = Duration.ofSeconds(30);

    private final List<Message> firing = new ArrayList<>();
    private long nanos;
    private final Refresh refresh = new Refresh(Optional.of(EVERY), () -> List.copyOf(firing), () -> nanos);

    @Test
    void whatFiresIsToldEachTime() {
        firing.add(message(1, "a", false));
        assertThat(refresh.left()).contains(EVERY);
        nanos += EVERY.toNanos();
        assertThat(refresh.left()).contains(Duration.ZERO);

        assertThat(told()).containsExactly("a firing");
        assertThat(refresh.left()).contains(EVERY);
        assertThat(told()).containsExactly("a firing");
    }

    @Test
    void anEndIsToldAFewTimesMore() {
        refresh.told(Notification.of(List.of(message(1, "a", true)), List.of()));

        for (int i = 0; i < Refresh.REPEATS; i++) {
            assertThat(told()).containsExactly("a over");
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void anEndIsNotToldOverWhatFiresAnew() {
        refresh.told(Notification.of(List.of(message(1, "a", true)), List.of()));
        firing.add(message(2, "a", false));

        assertThat(told()).containsExactly("a firing");
    }

    @Test
    void aReceiverThatDoesNotForgetIsToldOnce() {
        assertThat(new Refresh(Optional.empty(), () -> firing, () -> nanos).left()).isEmpty();
    }

    @Test
    void manyGoInSeveralMessages() {
        for (int i = 0; i < 2_500; i++) {
            firing.add(message(i, "r" + i, false));
        }

        assertThat(refresh.next()).extracting(one -> one.messages().size()).containsExactly(1_000, 1_000, 500);
    }

    private List<String> told() {
        return refresh.next().stream().flatMap(one -> one.messages().stream())
                .map(message -> message.labels().get("alertname") + (message.resolved() ? " over" : " firing"))
                .toList();
    }

    private static Message message(long alert, String name, boolean over) {
        return new Message(0, alert, new TreeMap<>(Map.of("alertname", name)), new TreeMap<>(), Judgements.START,
                over ? Judgements.START.plusSeconds(5) : null, null);
    }
}
