package io.tidemark.web;

import io.tidemark.web.Access.Granted;
import io.tidemark.web.Access.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may do what. What is not listed is refused: a route added later is closed until it is put under `/api/v1` or
 * into a list here.
 *
 * Forged requests of other sites: there are no cookies and no sessions, so what a browser could abuse is only its
 * being local. Such a write is taken with our own Origin alone, and a POST only with a content type that makes the
 * browser ask first (which is refused). That stands in for CSRF tokens.
 */
final class AccessRules implements AuthorizationManager<RequestAuthorizationContext> {

    private static final List<PathPatternRequestMatcher> SIGNS_OF_LIFE = matchers("/livez", "/readyz");
    private static final List<PathPatternRequestMatcher> API = matchers("/api/v1/**");
    private static final List<PathPatternRequestMatcher> READABLE = matchers("/api/v1/**", "/", "/*.html", "/*.js",
            "/*.css", "/*.svg", "/*.ico", "/assets/**", "/openapi.json", "/actuator/health", "/actuator/health/**",
            "/actuator/info", "/actuator/prometheus", "/livez", "/readyz");

    private final @Nullable Token token;
    private final boolean openReads;

    AccessRules(ApiSettings api) {
        token = api.token() == null ? null : new Token(api.token());
        openReads = api.openReads();
    }

    @Override
    public Access authorize(Supplier<? extends @Nullable Authentication> authentication,
            RequestAuthorizationContext context) {
        return decide(context.getRequest());
    }

    Access decide(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD" -> read(request);
            case "POST", "PUT", "PATCH", "DELETE" -> write(request);
            default -> new Refused(HttpStatus.METHOD_NOT_ALLOWED, "Method " + request.getMethod() + " is not allowed.");
        };
    }

    private Access read(HttpServletRequest request) {
        if (any(SIGNS_OF_LIFE, request) || openReads || new Caller(request).isLocal()) {
            return at(READABLE, request);
        }
        if (token == null) {
            return new Refused(HttpStatus.FORBIDDEN, "Only this machine may read, under the name localhost, 127.0.0.1"
                    + " or [::1] and without a proxy, unless tidemark.api.token or tidemark.api.open-reads is set.");
        }
        return token.isIn(request.getHeader("Authorization")) ? at(READABLE, request) : unauthorized("Reading");
    }

    private Access write(HttpServletRequest request) {
        if (token != null) {
            return token.isIn(request.getHeader("Authorization")) ? at(API, request) : unauthorized("Writing");
        }
        Caller caller = new Caller(request);
        if (!caller.isLocal()) {
            return forbidden("Only this machine may write, under the name localhost, 127.0.0.1 or [::1] and without a"
                    + " proxy, unless tidemark.api.token is set.");
        }
        if (!caller.isOwnOrigin()) {
            return forbidden("A page of another site may not write; the Origin must be the address asked.");
        }
        if (request.getMethod().equals("POST") && !caller.isBeyondForms()) {
            return forbidden("A POST needs a content type that no form can send, such as application/json.");
        }
        return at(API, request);
    }

    private static Access at(List<PathPatternRequestMatcher> paths, HttpServletRequest request) {
        if (any(paths, request)) {
            return new Granted();
        }
        return any(READABLE, request)
                ? new Refused(HttpStatus.METHOD_NOT_ALLOWED, request.getMethod() + " is not allowed here.")
                : new Refused(HttpStatus.NOT_FOUND, Sentences.nothingAt(request.getRequestURI()));
    }

    private static Refused unauthorized(String what) {
        return new Refused(HttpStatus.UNAUTHORIZED, what + " needs the token: Authorization: Bearer <token>.");
    }

    private static Refused forbidden(String detail) {
        return new Refused(HttpStatus.FORBIDDEN, detail);
    }

    private static boolean any(List<PathPatternRequestMatcher> paths, HttpServletRequest request) {
        return paths.stream().anyMatch(path -> path.matches(request));
    }

    private static List<PathPatternRequestMatcher> matchers(String... patterns) {
        return Stream.of(patterns).map(PathPatternRequestMatcher.withDefaults()::matcher).toList();
    }
}
