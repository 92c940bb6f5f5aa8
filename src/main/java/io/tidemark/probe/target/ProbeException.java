package io.tidemark.probe.target;

import org.jspecify.annotations.Nullable;

/** An expected failure that already has its sentence: a missing right or row, a refused table, a lost source. */
public final class ProbeException extends Exception {

    private final transient Failure failure;

    public ProbeException(Failure failure, @Nullable Throwable cause) {
        super(failure.sentence(), cause);
        this.failure = failure;
    }

    /** The target is there but does not let us, or lacks what is needed. */
    public static ProbeException refused(String sentence) {
        return new ProbeException(new Failure(Failure.Kind.REFUSED, sentence), null);
    }

    public Failure failure() {
        return failure;
    }
}
