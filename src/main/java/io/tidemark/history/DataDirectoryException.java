package io.tidemark.history;

/** The data directory cannot be used; the message is one sentence for whoever starts the service. */
public class DataDirectoryException extends RuntimeException {

    public DataDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }

    public DataDirectoryException(String message) {
        super(message);
    }
}
