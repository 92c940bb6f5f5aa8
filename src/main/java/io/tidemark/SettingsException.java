package io.tidemark;

/** A setting that stops the start; the message is one sentence: which key, what is wrong, what is allowed. */
class SettingsException extends RuntimeException {

    SettingsException(String message) {
        super(message);
    }

    SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
