package io.tidemark.threshold;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A sentence that is put together when somebody reads it: thousands of rules are judged a second, and few are read. */
public final class Reason {

    private final @Nullable Supplier<String> maker;
    private volatile @Nullable String text;

    private Reason(@Nullable Supplier<String> maker, @Nullable String text) {
        this.maker = maker;
        this.text = text;
    }

    static Reason of(String text) {
        return new Reason(null, text);
    }

    /** @param maker keeps what it needs alive, so that should be little */
    static Reason of(Supplier<String> maker) {
        return new Reason(maker, null);
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = maker == null ? "" : maker.get();
            text = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
