package io.tidemark.history.web;

import io.tidemark.history.StoreException;

import java.net.URI;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** A store that does not answer is told as such, not as a fault of ours. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreProblems {

    /** Stated as in every other problem. */
    private static final URI BLANK = URI.create("about:blank");

    @ExceptionHandler
    ProblemDetail unavailable(StoreException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
                e.getMessage() == null ? "the store does not answer" : e.getMessage());
        problem.setType(BLANK);
        return problem;
    }
}
