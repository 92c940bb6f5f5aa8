package io.tidemark.alert.cause;

import java.util.Optional;

/** A server's cache answered less than usual, or gave up entries to make room. */
final class ColdCache implements Diagnosis {

    private static final double STRENGTH = 0.74;
    private static final double MAYBE = 0.66;
    private static final double LOST = 0.05;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        return missed(evidence).or(() -> evicted(evidence));
    }

    private static Optional<Finding> missed(Evidence evidence) {
        return evidence.unusual("server.cache.hit_ratio")
                .filter(ratio -> ratio.usual() != null && ratio.value() < ratio.usual() - LOST)
                .map(ratio -> Finding.seen(STRENGTH, "the cache of " + ratio.label("target") + " answered only "
                        + Figure.text(ratio.metric(), ratio.value()) + " of the lookups, usually "
                        + Figure.text(ratio.metric(), ratio.usual() == null ? 0 : ratio.usual()), ratio));
    }

    private static Optional<Finding> evicted(Evidence evidence) {
        return evidence.unusual("server.evictions").map(evictions -> Finding.seen(MAYBE, "the cache of "
                + evictions.label("target") + " is too small: it gave up "
                + Figure.text(evictions.metric(), evictions.value()) + " entries", evictions));
    }
}
