package io.tidemark.web;

/** The service would be open to strangers as it is configured, so it does not start; the message is one sentence. */
public class AccessException extends RuntimeException {

    public AccessException(String message) {
        super(message);
    }
}
