package io.tidemark.history;

/** A store that this program must not write to; the message is one sentence for whoever starts the service. */
public class StoreRefusedException extends RuntimeException {

    public StoreRefusedException(String message) {
        super(message);
    }

    public StoreRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
