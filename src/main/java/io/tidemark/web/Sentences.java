package io.tidemark.web;

import io.tidemark.metric.Excerpt;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** One sentence for people about what a request got wrong, without a name from inside the program. */
final class Sentences {

    private Sentences() {}

    static String of(Exception problem, HttpStatusCode status, String path) {
        return switch (problem) {
            case NoResourceFoundException _ -> nothingAt(path);
            case HttpRequestMethodNotSupportedException e ->
                "Method " + e.getMethod() + " is not supported here" + instead(e.getSupportedHttpMethods());
            case HttpMediaTypeNotSupportedException e ->
                "Content type '" + Excerpt.of(String.valueOf(e.getContentType())) + "' is not taken here"
                        + instead(e.getSupportedMediaTypes());
            case HttpMediaTypeNotAcceptableException e ->
                "The answer cannot be had in the form the Accept header asks for" + instead(e.getSupportedMediaTypes());
            case MissingServletRequestParameterException e -> "Parameter '" + e.getParameterName() + "' is required.";
            case MissingRequestHeaderException e -> "Header '" + e.getHeaderName() + "' is required.";
            case MethodArgumentTypeMismatchException e -> mismatch("Parameter '" + e.getName() + "'", e);
            case TypeMismatchException e -> mismatch("A value", e);
            case HttpMessageNotReadableException e -> body(e);
            case AsyncRequestTimeoutException _ -> "The answer took too long.";
            case ErrorResponse e when e.getBody().getDetail() != null -> e.getBody().getDetail();
            default -> of(status.value(), path);
        };
    }

    /** For when nothing but the status is known, or may be told. */
    static String of(int status, String path) {
        if (status == 404) {
            return nothingAt(path);
        }
        // A transfer coding or a version of HTTP that the server does not know is the caller's doing.
        return status >= 500 && status != 501 && status != 505
                ? "Something went wrong inside; the service's log says what."
                : "The request cannot be answered as it was sent.";
    }

    static String nothingAt(String path) {
        return "There is nothing at '" + Excerpt.of(path) + "'.";
    }

    private static String instead(@Nullable Collection<?> allowed) {
        return allowed == null || allowed.isEmpty()
                ? "."
                : "; use " + allowed.stream().map(String::valueOf).sorted().collect(Collectors.joining(" or ")) + ".";
    }

    private static String mismatch(String what, TypeMismatchException e) {
        return what + " must be " + expected(e.getRequiredType()) + ", got '" + Excerpt.of(String.valueOf(e.getValue()))
                + "'.";
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another form";
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants()).map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long", "short", "Short", "byte", "Byte", "BigInteger" -> "a whole number";
            case "double", "Double", "float", "Float", "BigDecimal" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Instant" -> "a time such as 2026-01-31T12:00:00Z";
            case "Duration" -> "a duration such as 30s";
            default -> "of another form";
        };
    }

    private static String body(HttpMessageNotReadableException e) {
        return switch (e.getCause()) {
            case null -> "A body is required.";
            case UnrecognizedPropertyException unknown ->
                "The body has a field nobody knows: '" + Excerpt.of(path(unknown)) + "'.";
            case StreamReadException broken -> "The body is not JSON" + place(broken) + ".";
            case JacksonException wrong when !wrong.getPath().isEmpty() ->
                "The body's field '" + Excerpt.of(path(wrong)) + "' has a value of the wrong form.";
            default -> "The body is not what is expected here.";
        };
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
    }

    private static String path(JacksonException e) {
        List<JacksonException.Reference> path = e.getPath();
        return path.stream().map(step -> step.getPropertyName() == null
                ? "[" + step.getIndex() + "]"
                : step.getPropertyName()).collect(Collectors.joining("."));
    }
}
