package io.tidemark.web;

import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationResult;

/** What the access rules say to a request. */
sealed interface Access extends AuthorizationResult {

    /** Go on. */
    record Granted() implements Access {
        @Override
        public boolean isGranted() {
            return true;
        }
    }

    /**
     * Stop.
     *
     * @param detail one sentence: what would be needed
     */
    record Refused(HttpStatus status, String detail) implements Access {
        @Override
        public boolean isGranted() {
            return false;
        }
    }
}
