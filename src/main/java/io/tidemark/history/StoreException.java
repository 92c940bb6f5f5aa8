package io.tidemark.history;

/** The store or its disk did not answer; the message is one sentence without secrets. */
public class StoreException extends RuntimeException {

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
