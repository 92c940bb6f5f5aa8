package io.tidemark.alert.web;

import io.tidemark.alert.Silence;
import io.tidemark.alert.Silence.State;
import io.tidemark.alert.Silences;
import io.tidemark.threshold.RuleException;
import io.tidemark.web.Asked;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Silences and maintenance windows over REST, newest first. */
@RestController
@RequestMapping("/api/v1/silences")
class SilencesController {

    private final Silences silences;
    private final InstantSource clock;

    SilencesController(Silences silences, InstantSource clock) {
        this.silences = silences;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<SilenceJson> create(@RequestBody SilenceRequest request) {
        Instant now = clock.instant();
        Silence.Plan plan = understood(() -> request.plan(now));
        Silence silence = changed(() -> silences.create(plan));
        SilenceJson json = SilenceJson.of(silence, now);
        return ResponseEntity.created(URI.create("/api/v1/silences/" + json.id())).body(json);
    }

    @GetMapping
    Page<SilenceJson> list(@RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String state) {
        Instant now = clock.instant();
        int most = Asked.oneMoreThan(limit);
        long end = Asked.before(before);
        State wanted = Asked.state(State.class, state);
        List<Silence> found = Kept.silences(() -> silences.list(end, most, wanted));
        return Asked.page(found.stream().map(silence -> SilenceJson.of(silence, now)).toList(), limit,
                SilenceJson::id);
    }

    @GetMapping("/{id}")
    SilenceJson one(@PathVariable String id) {
        return Asked.id(id).flatMap(number -> Kept.silences(() -> silences.find(number)))
                .map(silence -> SilenceJson.of(silence, clock.instant())).orElseThrow(() -> unknown(id));
    }

    /** Ends it now; it stays in the list. */
    @DeleteMapping("/{id}")
    SilenceJson end(@PathVariable String id) {
        return Asked.id(id).flatMap(number -> changed(() -> silences.end(number)))
                .map(silence -> SilenceJson.of(silence, clock.instant())).orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("there is no silence with the id '" + id + "'");
    }

    private static Silence.Plan understood(Supplier<Silence.Plan> request) {
        try {
            return request.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        } catch (RuleException e) {
            // The line and its caret below the sentence are for terminals.
            throw ProblemException.badRequest(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static <T> T changed(Supplier<T> change) {
        try {
            return Kept.change(change);
        } catch (IllegalStateException e) {
            throw ProblemException.conflict(String.valueOf(e.getMessage()));
        }
    }
}
