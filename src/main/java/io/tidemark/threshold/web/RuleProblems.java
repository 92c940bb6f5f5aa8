package io.tidemark.threshold.web;

import io.tidemark.threshold.RuleConflictException;
import io.tidemark.threshold.RuleException;
import java.net.URI;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says what is wrong with a rule, or what stands against it. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RuleProblems {

    /** Stated as in every other problem. */
    private static final URI BLANK = URI.create("about:blank");

    @ExceptionHandler
    ProblemDetail unusable(RuleException e) {
        return problem(HttpStatus.BAD_REQUEST, e);
    }

    @ExceptionHandler
    ProblemDetail conflict(RuleConflictException e) {
        return problem(HttpStatus.CONFLICT, e);
    }

    private static ProblemDetail problem(HttpStatus status, RuntimeException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
        problem.setType(BLANK);
        return problem;
    }
}
