package io.tidemark.probe.engine;

import java.time.Duration;

/**
 * What goes wrong on purpose, as shares of operations from 0 to 1.
 *
 * @param fail fail without being sent
 * @param slow take longer by `slowBy`
 * @param cut lose their connection just before they are sent
 */
public record Faults(double fail, double slow, Duration slowBy, double cut) {

    public static final Faults NONE = new Faults(0, 0, Duration.ZERO, 0);

    boolean areNone() {
        return fail == 0 && slow == 0 && cut == 0;
    }
}
