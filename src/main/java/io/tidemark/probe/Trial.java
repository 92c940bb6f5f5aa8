package io.tidemark.probe;

import io.tidemark.metric.Source;

/**
 * A probe that is run once to see what it would say.
 *
 * @param source to be observed once, in its target's lane
 * @param explanation what it does
 * @param end to be called when that is done
 */
public record Trial(Source source, Explanation explanation, Runnable end) {

    static final String NAME = "trial";
}
