package io.tidemark.web;

import io.tidemark.metric.Excerpt;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns whatever a controller throws into a problem document; what nobody foresaw is logged and not described. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> foreseen(ProblemException problem, WebRequest request) {
        return answer(Problems.of(problem.status(), String.valueOf(problem.getMessage()), path(request)));
    }

    /** Of the server, not of Spring, which takes it for a fault inside. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> undecodable(InvalidParameterException failure, WebRequest request) {
        return answer(Problems.of(HttpStatusCode.valueOf(failure.getErrorCode()),
                "The parameters of the request cannot be read; they must be percent-encoded UTF-8.", path(request)));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> noMediaType(InvalidMimeTypeException failure, WebRequest request) {
        return answer(Problems.of(HttpStatus.BAD_REQUEST, "A header of the request has '"
                + Excerpt.of(failure.getMimeType()) + "' where a media type must be, such as application/json.",
                path(request)));
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<ProblemDetail> unforeseen(Exception failure, WebRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return null;
        }
        LOG.error("answering {} failed", path(request), failure);
        return answer(Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, Sentences.of(500, path(request)), path(request)));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return invalid(ex, ex.getAllErrors().stream().map(FieldProblem::of).toList(), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException ex, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> errors = ex.getParameterValidationResults().stream().flatMap(FieldProblem::of).toList();
        return invalid(ex, errors, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError()) {
            LOG.error("answering {} failed", path(request), ex);
        }
        Object problem = body instanceof ProblemDetail given && given.getProperties() != null
                ? given
                : Problems.of(status, Sentences.of(ex, status, path(request)), path(request));
        HttpHeaders stated = new HttpHeaders(headers);
        stated.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return super.handleExceptionInternal(ex, problem, stated, status, request);
    }

    private @Nullable ResponseEntity<Object> invalid(Exception ex, List<FieldProblem> errors, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        String first = errors.isEmpty()
                ? "The request is not valid."
                : "'" + errors.getFirst().field() + "' " + errors.getFirst().message() + ".";
        ProblemDetail problem = Problems.of(status, first, path(request));
        problem.setProperty("errors", errors);
        return handleExceptionInternal(ex, problem, headers, status, request);
    }

    // A stated content type keeps an odd Accept header from making the answer impossible.
    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }

    private static String path(WebRequest request) {
        return ((ServletWebRequest) request).getRequest().getRequestURI();
    }

    /** What is wrong with one field or parameter. */
    record FieldProblem(String field, String message) {

        static FieldProblem of(ObjectError error) {
            String field = error instanceof FieldError named ? named.getField() : error.getObjectName();
            return new FieldProblem(field, message(error));
        }

        static Stream<FieldProblem> of(ParameterValidationResult result) {
            if (result instanceof ParameterErrors fields) {
                return fields.getAllErrors().stream().map(FieldProblem::of);
            }
            String name = String.valueOf(result.getMethodParameter().getParameterName());
            return result.getResolvableErrors().stream().map(error -> new FieldProblem(name, message(error)));
        }

        private static String message(MessageSourceResolvable error) {
            return error.getDefaultMessage() == null ? "is not valid" : error.getDefaultMessage();
        }
    }
}
