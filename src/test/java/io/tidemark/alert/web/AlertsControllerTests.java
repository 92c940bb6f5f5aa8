package io.tidemark.alert.web;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.AlertHistory;
import io.tidemark.alert.AlertState;
import io.tidemark.alert.Attention;
import io.tidemark.alert.TurnedClock;
import io.tidemark.alert.jpa.SomeCauses;
import io.tidemark.alert.web.AcknowledgementController.Said;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Labels;
import io.tidemark.threshold.Severity;
import io.tidemark.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class AlertsControllerTests {

    private static final Attention ATTENTION = new Attention(START,
            new Attention.Silenced(7, "ann", "moving disks", START.plusSeconds(10), START.plusSeconds(30)),
            new Attention.Acknowledgement("bob", "on it", START.plusSeconds(5)));

    private final Known known = new Known();
    private final TurnedClock clock = new TurnedClock();
    private final AlertsController controller = new AlertsController(known);
    private final BreachesController breaches = new BreachesController(known, clock);
    private final AcknowledgementController acknowledgements = new AcknowledgementController(
            (id, said) -> known.find(id).filter(alert -> alert.state() == AlertState.FIRING)
                    .map(alert -> Known.alert(id, new Attention(START, null, said))),
            known, clock);
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(controller, breaches, acknowledgements).build();

    @Test
    void showsAnAlertInTheNamesPeopleScriptAgainst() throws Exception {
        mvc.perform(get("/api/v1/alerts/2")).andExpect(status().isOk()).andExpect(content().json("""
                {"id":"2","instance":"web-1","threshold":"r","condition":"p95 < 10ms","state":"RESOLVED",
                 "severity":"WARNING","startedAt":"2026-11-20T09:59:00Z","firedAt":"2026-11-20T10:00:00Z",
                 "resolvedAt":"2026-11-20T10:00:30Z","reason":"p95 is 8 ms","labels":{"probe":"a"},
                 "value":0.008,"limit":0.01,"toldAt":"2026-11-20T10:00:00Z",
                 "silencedBy":{"id":"7","author":"ann","comment":"moving disks","since":"2026-11-20T10:00:10Z",
                               "until":"2026-11-20T10:00:30Z"},
                 "acknowledgement":{"name":"bob","comment":"on it","at":"2026-11-20T10:00:05Z"},
                 "cause":"the disk sd0 was busy 99 %, its queue 14 deep",
                 "causes":[{"series":"system.disk.busy","labels":{"device":"sd0"},"value":0.99,"usual":null,
                   "unusual":31.4,"text":"system.disk.busy{device=\\"sd0\\"} 99 % (usually 12 %)",
                   "sentence":"the disk sd0 was busy 99 %, its queue 14 deep"}]}""",
                JsonCompareMode.STRICT));
    }

    @Test
    void pagesNewestFirst() {
        assertThat(controller.alerts(null, 2, null).items()).extracting("id").containsExactly("3", "2");
        assertThat(controller.alerts(null, 2, null).next()).isEqualTo("2");
        assertThat(controller.alerts("2", 2, null).items()).extracting("id").containsExactly("1");
        assertThat(controller.alerts("2", 2, null).next()).isNull();
    }

    @Test
    void listsOneState() {
        assertThat(controller.alerts(null, 100, "FIRING").items()).extracting("id").containsExactly("3", "1");
        assertProblem(HttpStatus.BAD_REQUEST, "state must be PENDING, FIRING or RESOLVED, got 'open'",
                () -> controller.alerts(null, 100, "open"));
    }

    @Test
    void refusesWhatCannotBeAsked() {
        assertProblem(HttpStatus.BAD_REQUEST, "limit must be 1 to 1000, got 0", () -> controller.alerts(null, 0, null));
        assertProblem(HttpStatus.BAD_REQUEST, "before must be the `next` of an earlier page, got 'x'",
                () -> controller.alerts("x", 10, null));
        assertProblem(HttpStatus.NOT_FOUND, "there is no alert with the id '99'", () -> controller.alert("99"));
        assertProblem(HttpStatus.NOT_FOUND, "there is no alert with the id 'x'", () -> controller.alert("x"));
    }

    @Test
    void saysWhenTheStoreIsAway() {
        known.away = true;

        assertProblem(HttpStatus.SERVICE_UNAVAILABLE,
                "the store does not answer; alerts that are open now are at /api/v1/alerts?state=FIRING",
                () -> controller.alerts(null, 10, null));
    }

    @Test
    void takesAnAcknowledgement() throws Exception {
        mvc.perform(post("/api/v1/alerts/1/acknowledgement").contentType(MediaType.APPLICATION_JSON)
                .content("{\"name\":\" bob \",\"comment\":\"on it\"}")).andExpect(status().isOk())
                .andExpect(content().json("{\"id\":\"1\",\"acknowledgement\":{\"name\":\"bob\","
                        + "\"comment\":\"on it\",\"at\":\"2026-11-20T10:00:00Z\"}}"));
        mvc.perform(delete("/api/v1/alerts/1/acknowledgement")).andExpect(status().isOk())
                .andExpect(content().json("{\"id\":\"1\",\"acknowledgement\":null}"));
    }

    @Test
    void refusesAnAcknowledgementOfNobodyOrNothing() {
        assertProblem(HttpStatus.BAD_REQUEST, "name must have 1 to 100 characters, got 0",
                () -> acknowledgements.acknowledge("1", new Said(null, "on it")));
        assertProblem(HttpStatus.BAD_REQUEST, "comment must have 1 to 1000 characters, got 0",
                () -> acknowledgements.acknowledge("1", new Said("bob", "")));
        assertProblem(HttpStatus.CONFLICT, "alert 2 is RESOLVED: only one that fires is acknowledged",
                () -> acknowledgements.acknowledge("2", new Said("bob", null)));
        assertProblem(HttpStatus.NOT_FOUND, "there is no alert with the id '99'",
                () -> acknowledgements.withdraw("99"));
    }

    @Test
    void breachesAreABareArrayForDashboards() throws Exception {
        mvc.perform(get("/api/v1/breaches?start=-1h")).andExpect(status().isOk()).andExpect(content().json("""
                [{"time":1795168800000,"text":"p95 is 12 ms","title":"r","tags":["warning","web-1","probe=a"]},
                 {"time":1795168800000,"timeEnd":1795168830000,"text":"p95 < 10ms; over: p95 is 8 ms","title":"r",
                  "tags":["warning","web-1","probe=a"]}]""", JsonCompareMode.STRICT));
        assertThat(known.asked).containsExactly(START.minusSeconds(3600), START);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-20T09:00:00Z", "2026-11-20T10:00:00+01:00", "1795165200", "1795165200000", "-1h", "-60m"})
    void takesEveryFormOfTime(String start) {
        breaches.breaches(start, null);

        assertThat(known.asked).containsExactly(START.minusSeconds(3600), START);
    }

    @Test
    void refusesTimesThatAreNone() {
        assertProblem(HttpStatus.BAD_REQUEST,
                "parameter 'start' is 'yesterday', but must be an RFC 3339 time, seconds or milliseconds since 1970, "
                        + "'now' or a length before it such as -6h",
                () -> breaches.breaches("yesterday", null));
        assertProblem(HttpStatus.BAD_REQUEST,
                "start (2026-11-20T10:00:00Z) must be before end (2026-11-20T09:00:00Z)",
                () -> breaches.breaches("2026-11-20T10:00:00Z", "-1h"));
    }

    private static void assertProblem(HttpStatus status, String message, Runnable request) {
        assertThatThrownBy(request::run).isInstanceOf(ProblemException.class).hasMessage(message)
                .extracting("status").isEqualTo(status);
    }

    /** Three alerts. */
    private static final class Known implements AlertHistory {

        private boolean away;
        private List<Instant> asked = List.of();

        @Override
        public List<Alert> list(long before, int limit, @Nullable AlertState state) {
            return stored().filter(alert -> alert.id() < before && (state == null || alert.state() == state))
                    .limit(limit).toList();
        }

        @Override
        public Optional<Alert> find(long id) {
            return stored().filter(alert -> alert.id() == id).findFirst();
        }

        @Override
        public List<Alert> firing(Instant start, Instant end, int limit) {
            asked = List.of(start, end);
            return stored().limit(2).toList();
        }

        private java.util.stream.Stream<Alert> stored() {
            if (away) {
                throw new StoreException("the store does not answer", new IllegalStateException());
            }
            return LongStream.of(3, 2, 1).mapToObj(Known::alert);
        }

        private static Alert alert(long id) {
            return alert(id, id == 2 ? ATTENTION : Attention.NONE);
        }

        private static Alert alert(long id, Attention attention) {
            boolean over = id == 2;
            return new Alert(id, "web-1", "r", "p95 < 10ms", Labels.of("probe", "a"),
                    over ? AlertState.RESOLVED : AlertState.FIRING, Severity.WARNING,
                    over ? "p95 is 8 ms" : "p95 is 12 ms", START.minusSeconds(60), START,
                    over ? START.plusSeconds(30) : null, over ? 0.008 : 0.012, 0.01, START,
                    attention, SomeCauses.of(1));
        }
    }
}
