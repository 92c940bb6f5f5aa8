package io.tidemark.alert.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tidemark.alert.Circuit;
import io.tidemark.alert.Judgements;
import io.tidemark.alert.Telling;
import io.tidemark.alert.channel.Channels;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import io.tidemark.history.StoreException;
import io.tidemark.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class ChannelsControllerTests {

    private final Known known = new Known();
    private final ChannelsController channels = new ChannelsController(known);
    private final DeliveriesController deliveries = new DeliveriesController(known);
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(channels, deliveries).build();

    @Test
    void showsHowAChannelIsDoing() throws Exception {
        mvc.perform(get("/api/v1/channels")).andExpect(status().isOk()).andExpect(content().json("""
                {"items":[{"name":"on-call","type":"log","target":"the service's log","severity":"CRITICAL",
                 "match":"probe=\\"orders\\"","circuit":"OPEN","failures":3,"failingSince":"2026-11-20T10:00:00Z",
                 "lastError":"answered 503","nextAttemptAt":"2026-11-20T10:00:30Z","delivered":5,"failed":3,
                 "pending":2}],"next":null}""", JsonCompareMode.STRICT));
    }

    @Test
    void showsWhatATestWouldSendAndSendsIt() throws Exception {
        mvc.perform(get("/api/v1/channels/on-call/preview")).andExpect(status().isOk()).andExpect(content().json("""
                {"channel":"on-call","messages":["firing","resolved"]}""", JsonCompareMode.STRICT));
        mvc.perform(post("/api/v1/channels/on-call/tests")).andExpect(status().isOk()).andExpect(content().json("""
                {"channel":"on-call","outcome":"REJECTED","reason":"answered 404"}""", JsonCompareMode.STRICT));
        known.busy = true;
        assertProblem(HttpStatus.CONFLICT, "a test of the channel 'on-call' is still running",
                () -> channels.test("on-call"));
    }

    @Test
    void putsDeadLettersBack() throws Exception {
        mvc.perform(post("/api/v1/channels/on-call/retries")).andExpect(content().json("""
                {"channel":"on-call","retried":2}""", JsonCompareMode.STRICT));
        channels.retry("on-call", "20");
        assertThat(known.asked).containsExactly(null, 20L);
        assertProblem(HttpStatus.BAD_REQUEST, "change must be the id of a change, got 'x'",
                () -> channels.retry("on-call", "x"));
    }

    @Test
    void showsWhatBecameOfEachMessage() throws Exception {
        mvc.perform(get("/api/v1/deliveries?state=DEAD&limit=1"))
                .andExpect(content().json(
                        """
                                {"items":[{"change":"21","channel":"on-call","instance":"web-1","alert":"2","kind":"FIRED","state":"DEAD",
                                 "time":"2026-11-20T10:00:00Z","attempts":1,"nextAttemptAt":null,"deliveredAt":null,
                                 "error":"answered 404","message":"21-30"}],"next":"21.on-call"}""",
                        JsonCompareMode.STRICT));
        deliveries.deliveries(null, "on-call", "21.on-call", 5);
        assertThat(known.questions).containsExactly(new Question(Long.MAX_VALUE, "", Receipt.DEAD, null),
                new Question(21, "on-call", null, "on-call"));
        // From July 2027 on.
        deliveries.deliveries(null, null, "1000000000000000001.on-call", 5);
        assertThat(known.questions).last()
                .isEqualTo(new Question(1_000_000_000_000_000_001L, "on-call", null, null));
    }

    @Test
    void refusesWhatCannotBeAsked() {
        assertProblem(HttpStatus.NOT_FOUND, "there is no channel 'x'", () -> channels.channel("x"));
        assertProblem(HttpStatus.NOT_FOUND, "there is no channel 'x'", () -> channels.preview("x"));
        assertProblem(HttpStatus.BAD_REQUEST, "limit must be 1 to 1000, got 0",
                () -> deliveries.deliveries(null, null, null, 0));
        assertProblem(HttpStatus.BAD_REQUEST, "state must be PENDING, DELIVERED or DEAD, got 'dead'",
                () -> deliveries.deliveries("dead", null, null, 1));
        assertProblem(HttpStatus.BAD_REQUEST, "before must be the `next` of an earlier page, got '21'",
                () -> deliveries.deliveries(null, null, "21", 1));
        assertProblem(HttpStatus.BAD_REQUEST, "before must be the `next` of an earlier page, got"
                + " '99999999999999999999.on-call'",
                () -> deliveries.deliveries(null, null, "99999999999999999999.on-call", 1));
        assertProblem(HttpStatus.BAD_REQUEST, "channel must be text without control characters",
                () -> deliveries.deliveries(null, "\0", null, 1));
        known.away = true;
        assertProblem(HttpStatus.SERVICE_UNAVAILABLE,
                "the store does not answer; how the channels are doing is at /api/v1/channels",
                () -> deliveries.deliveries(null, null, null, 1));
    }

    private static void assertProblem(HttpStatus status, String message,
            org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        assertThatThrownBy(request).isInstanceOf(ProblemException.class).hasMessage(message)
                .extracting("status").isEqualTo(status);
    }

    /** One channel in trouble. */
    private static final class Known implements Telling {

        private final List<@Nullable Long> asked = new ArrayList<>();
        private final List<Question> questions = new ArrayList<>();
        private boolean away;
        private boolean busy;

        @Override
        public Map<String, ChannelState> channels() {
            Map<String, String> settings = Map.of("type", "log", "severity", "critical", "match", "probe=\"orders\"");
            return Map.of("on-call", new ChannelState(
                    Objects.requireNonNull(new Channels(io.tidemark.alert.TestFactories.all())
                            .create(Map.of("on-call", settings)).get("on-call")),
                    new DeliveryStatus(5, 3, 2, new long[0], 0),
                    new Circuit(3, Judgements.START, "answered 503", Judgements.START.plusSeconds(30))));
        }

        @Override
        public Map<String, DeliveryStatus> counts() {
            return Map.of();
        }

        @Override
        public List<Entry> deliveries(Question question, int limit) {
            if (away) {
                throw new StoreException("the store does not answer", new IllegalStateException());
            }
            questions.add(question);
            return List.of(entry(21), entry(20)).subList(0, Math.min(2, limit));
        }

        private static Entry entry(long change) {
            return new Entry(change, "on-call", "web-1", 2, "FIRED", Receipt.DEAD, 1, Judgements.START, null, null,
                    "answered 404", "21-30");
        }

        @Override
        public int retry(String channel, @Nullable Long change) {
            asked.add(change);
            return 2;
        }

        @Override
        public List<String> preview(String channel) {
            return List.of("firing", "resolved");
        }

        @Override
        public Optional<Delivery> test(String channel) {
            return busy ? Optional.empty() : Optional.of(new Delivery.Rejected("answered 404"));
        }
    }
}
