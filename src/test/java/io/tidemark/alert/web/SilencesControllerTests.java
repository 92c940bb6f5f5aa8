package io.tidemark.alert.web;

import static io.tidemark.alert.Judgements.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tidemark.alert.Silence;
import io.tidemark.alert.Silence.Plan;
import io.tidemark.alert.Silence.State;
import io.tidemark.alert.Silences;
import io.tidemark.alert.TurnedClock;
import io.tidemark.history.StoreException;
import io.tidemark.web.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.json.JsonMapper;

class SilencesControllerTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String MATCHERS = "'matchers': [{'label': 'alertname', 'value': 'r'}], ";
    private static final String SAID = "'comment': 'moving disks', 'author': 'ann'";

    private final TurnedClock clock = new TurnedClock();
    private final Known known = new Known();
    private final SilencesController controller = new SilencesController(known, clock);
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(controller).build();

    @Test
    void makesASilence() throws Exception {
        mvc.perform(post("/api/v1/silences").contentType(MediaType.APPLICATION_JSON)
                .content(json("{" + MATCHERS + "'duration': '2h', " + SAID + "}"))).andExpect(status().isCreated())
                .andExpect(header().string("Location", "/api/v1/silences/1")).andExpect(content().json("""
                        {"id":"1","state":"ACTIVE","matchers":[{"label":"alertname","op":"=","value":"r"}],
                         "startsAt":"2026-11-20T10:00:00Z","endsAt":"2026-11-20T12:00:00Z","repeat":null,
                         "comment":"moving disks","author":"ann","createdAt":"2026-11-20T10:00:00Z","endedAt":null}""",
                        JsonCompareMode.STRICT));
    }

    @Test
    void makesAMaintenanceWindow() {
        SilenceJson made = create("{" + MATCHERS + "'startsAt': '2026-12-01T00:00:00+01:00', 'endsAt': 1800000000, "
                + "'repeat': 'Mon-Fri 22:00-23:30 Europe/Berlin', " + SAID + "}");

        assertThat(made.repeat()).isEqualTo("mon-fri 22:00-23:30 Europe/Berlin");
        assertThat(made.startsAt()).hasToString("2026-11-30T23:00:00Z");
        assertThat(made.endsAt()).hasToString("2027-01-15T08:00:00Z");
        assertThat(made.state()).isEqualTo(State.PENDING);
    }

    @Test
    void listsShowsAndEnds() throws Exception {
        create("{" + MATCHERS + "'duration': '2h', " + SAID + "}");
        create("{" + MATCHERS + "'duration': '2h', 'startsAt': '2027-01-01T00:00:00Z', " + SAID + "}");

        assertThat(controller.list(null, 1, null).items()).extracting(SilenceJson::id).containsExactly("2");
        assertThat(controller.list(null, 1, null).next()).isEqualTo("2");
        assertThat(controller.list("2", 1, null).items()).extracting(SilenceJson::id).containsExactly("1");
        assertThat(controller.list(null, 9, "ACTIVE").items()).extracting(SilenceJson::id).containsExactly("1");
        mvc.perform(delete("/api/v1/silences/1")).andExpect(status().isOk())
                .andExpect(content().json("{\"state\":\"EXPIRED\",\"endedAt\":\"2026-11-20T10:00:00Z\"}"));
        mvc.perform(get("/api/v1/silences/1")).andExpect(content().json("{\"state\":\"EXPIRED\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'duration': '2h'                                         | matchers must be 1 to 20, got 0
            M                                                        | endsAt is missing: only a silence with repeat may go without
            M 'duration': '0s'                                       | endsAt (2026-11-20T10:00:00Z) must be after now (2026-11-20T10:00:00Z)
            M 'duration': '2 h'                                      | parameter 'duration' has the length '2 h', but must be a whole number with one of ms, s, m, h, d, for example 30s
            M 'duration': '99999999d'                                | endsAt must be before the year 9999
            M 'duration': '2h', 'endsAt': '2027-01-01T00:00:00Z'     | endsAt and duration say the same: give one of them
            M 'endsAt': '2026-11-20T09:00:00Z'                       | endsAt (2026-11-20T09:00:00Z) must be after now (2026-11-20T10:00:00Z)
            M 'endsAt': 'later'                                      | parameter 'endsAt' is 'later', but must be an RFC 3339 time, seconds or milliseconds since 1970, 'now' or a length before it such as -6h
            M 'endAt': '2027-01-01T00:00:00Z', 'repeat': 'mon UTC'   | The body has a field nobody knows: 'endAt'.
            M 'repeat': 'mon-fri 22:00-23:30'                        | repeat, column 20: expected a time zone such as Europe/Berlin or UTC, but the rule ends
            M 'repeat': 'mon-fri 22:00-23:30 Europe/Berlin, sat'     | repeat, column 34: expected the end, but found ','
            'matchers': [{'value': 'r'}], 'duration': '2h'           | each of matchers must have a label and a value
            'matchers': [{'label': 'a', 'valu': 'r'}], 'duration': '2h' | The body has a field nobody knows: 'valu'.
            'matchers': [null], 'duration': '2h'                     | each of matchers must have a label and a value
            'matchers': [{'label': 'a', 'op': '=~', 'value': 'b'}], 'duration': '2h' | op must be one of = != ^=, got '=~'
            """)
    void saysWhatCannotBe(String body, String sentence) {
        assertProblem(HttpStatus.BAD_REQUEST, sentence,
                () -> create("{" + body.strip().replace("M", MATCHERS) + (body.equals("M") ? "" : ", ") + SAID + "}"));
    }

    @Test
    void saysWhoAndWhyIsMissing() {
        assertProblem(HttpStatus.BAD_REQUEST, "author must have 1 to 100 characters, got 0",
                () -> create("{" + MATCHERS + "'duration': '2h', 'comment': 'x'}"));
        assertProblem(HttpStatus.BAD_REQUEST, "comment must have 1 to 1000 characters, got 1001",
                () -> create("{" + MATCHERS + "'duration': '2h', 'author': 'ann', 'comment': '" + "x".repeat(1001)
                        + "'}"));
    }

    @Test
    void saysWhatIsNotThere() {
        assertProblem(HttpStatus.NOT_FOUND, "there is no silence with the id '7'", () -> controller.one("7"));
        assertProblem(HttpStatus.NOT_FOUND, "there is no silence with the id 'x'", () -> controller.end("x"));
        assertProblem(HttpStatus.BAD_REQUEST, "state must be PENDING, ACTIVE or EXPIRED, got 'open'",
                () -> controller.list(null, 9, "open"));
    }

    @Test
    void saysWhenTheStoreIsAwayOrThereAreTooMany() {
        known.failure = new StoreException("away", new IllegalStateException());
        assertProblem(HttpStatus.SERVICE_UNAVAILABLE,
                "the store does not answer, and nothing was changed; try again",
                () -> create("{" + MATCHERS + "'duration': '2h', " + SAID + "}"));
        assertProblem(HttpStatus.SERVICE_UNAVAILABLE,
                "the store does not answer; silences that hold now are at /api/v1/silences?state=ACTIVE",
                () -> controller.list(null, 9, null));
        known.failure = new IllegalStateException("there are too many");
        assertProblem(HttpStatus.CONFLICT, "there are too many",
                () -> create("{" + MATCHERS + "'duration': '2h', " + SAID + "}"));
    }

    private SilenceJson create(String body) {
        SilenceJson made = controller.create(JSON.readValue(json(body), SilenceRequest.class)).getBody();
        return java.util.Objects.requireNonNull(made);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static void assertProblem(HttpStatus status, String message, Runnable request) {
        assertThatThrownBy(request::run).isInstanceOf(ProblemException.class).hasMessage(message)
                .extracting("status").isEqualTo(status);
    }

    /** Silences in memory. */
    private final class Known implements Silences {

        private final List<Silence> all = new ArrayList<>();
        private @Nullable RuntimeException failure;

        @Override
        public Silence create(Plan plan) {
            fail();
            Silence silence = new Silence(all.size() + 1L, plan, START, null);
            all.add(silence);
            return silence;
        }

        @Override
        public Optional<Silence> end(long id) {
            fail();
            all.replaceAll(silence -> silence.id() == id
                    ? new Silence(id, silence.plan(), silence.createdAt(), clock.instant())
                    : silence);
            return find(id);
        }

        @Override
        public List<Silence> list(long before, int limit, @Nullable State state) {
            fail();
            return all.stream()
                    .filter(s -> s.id() < before && (state == null || s.state(clock.instant()) == state))
                    .sorted(Comparator.comparingLong(Silence::id).reversed()).limit(limit).toList();
        }

        @Override
        public Optional<Silence> find(long id) {
            return all.stream().filter(silence -> silence.id() == id).findFirst();
        }

        private void fail() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
