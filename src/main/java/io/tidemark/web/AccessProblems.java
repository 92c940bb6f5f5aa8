package io.tidemark.web;

import io.tidemark.web.Access.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Says no: to those the rules refuse, and to addresses that are written to deceive. */
final class AccessProblems implements AccessDeniedHandler, RequestRejectedHandler {

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        Refused refused = denied instanceof AuthorizationDeniedException known
                && known.getAuthorizationResult() instanceof Refused why
                        ? why
                        : new Refused(HttpStatus.FORBIDDEN, "This is not allowed.");
        if (refused.status() == HttpStatus.UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"tidemark\"");
        }
        if (refused.status() == HttpStatus.METHOD_NOT_ALLOWED) {
            response.setHeader("Allow", "GET, HEAD");
        }
        Problems.write(response, Problems.of(refused.status(), refused.detail(), request.getRequestURI()));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException {
        Problems.write(response, Problems.of(HttpStatus.BAD_REQUEST,
                "The address or a header of the request is written in a form that is not taken.",
                request.getRequestURI()));
    }
}
