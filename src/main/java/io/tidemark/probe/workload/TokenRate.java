package io.tidemark.probe.workload;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;

/** Tokens over the time that was waited for them, each answer by itself: how many answers come at once makes no difference. */
final class TokenRate {

    private final LongAdder tokens = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void add(long more, long lasted) {
        tokens.add(more);
        nanos.add(lasted);
    }

    void forget() {
        tokens.reset();
        nanos.reset();
    }

    long tokens() {
        return tokens.sum();
    }

    /** Empty while nothing was waited for. */
    OptionalDouble perSecond() {
        long all = nanos.sum();
        return all > 0 ? OptionalDouble.of(tokens.sum() * 1e9 / all) : OptionalDouble.empty();
    }
}
