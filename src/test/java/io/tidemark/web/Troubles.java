package io.tidemark.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

/** Every way for a request to go wrong. */
final class Troubles {

    static final String SECRET = "jdbc:h2:secret-inside";

    /** An inner class, so that a component scan passes it by. */
    @RestController
    @RequestMapping("/api/v1")
    @SuppressWarnings("ClassCanBeStatic")
    class Trouble {

        @GetMapping("/status")
        String status() {
            return "fine";
        }

        @PostMapping("/things")
        String post() {
            return "posted";
        }

        @PutMapping("/things/{name}")
        String put(@PathVariable String name) {
            return "put " + name;
        }

        @DeleteMapping("/things/{name}")
        String delete(@PathVariable String name) {
            return "deleted " + name;
        }

        @PostMapping(path = "/bodies", consumes = MediaType.APPLICATION_JSON_VALUE)
        Body body(@Valid @RequestBody Body body) {
            return body;
        }

        @GetMapping("/typed")
        String typed(@RequestParam int limit, @RequestParam(required = false) Instant start,
                @RequestParam(required = false) TimeUnit unit) {
            return limit + " " + start + " " + unit;
        }

        @GetMapping("/limited")
        String limited(@RequestParam @Max(10) int limit) {
            return "" + limit;
        }

        @GetMapping("/header")
        String header(@RequestHeader("X-Wanted") String wanted) {
            return wanted;
        }

        @GetMapping(path = "/csv", produces = "text/csv")
        String csv(@RequestParam(defaultValue = "false") boolean fail) {
            if (fail) {
                throw ProblemException.badRequest("'match' is not a selector");
            }
            return "a,b";
        }

        @GetMapping("/gone")
        String gone() {
            throw ProblemException.notFound("No run has the id 7.");
        }

        @GetMapping("/bare")
        ResponseEntity<Body> bare() {
            return ResponseEntity.notFound().build();
        }

        @GetMapping("/conflict")
        String conflict() {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "It is there already.");
        }

        @GetMapping("/broken")
        String broken() {
            throw new IllegalStateException(SECRET);
        }

        @GetMapping("/error-thrown")
        String errorThrown() {
            throw new StackOverflowError(SECRET);
        }

        @GetMapping("/unwritable")
        Object unwritable() {
            return new Object() {
                @SuppressWarnings({"unused", "EffectivelyPrivate"}) // Jackson reads public getters only
                public String getValue() {
                    throw new IllegalStateException(SECRET);
                }
            };
        }
    }

    record Body(@NotBlank String name, @Positive int count, List<Body> children) {}

    /** Fails before any controller is reached. */
    static final class Filtering extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getHeader("X-Fail") != null) {
                throw new IllegalStateException(SECRET);
            }
            if (request.getHeader("X-Refuse") != null) {
                response.sendError(418, SECRET);
                return;
            }
            chain.doFilter(request, response);
        }
    }
}
