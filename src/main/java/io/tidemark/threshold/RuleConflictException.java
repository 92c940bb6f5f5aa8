package io.tidemark.threshold;

/** A change of rules that something else stands against; the message is one sentence: what, and what helps. */
public class RuleConflictException extends RuntimeException {

    RuleConflictException(String message) {
        super(message);
    }
}
