package io.tidemark.probe.workload;

import io.tidemark.metric.Distribution;

/** The measured part of a run so far: what further measures are derived from. Empty where nothing was recorded. */
public interface Measured {

    Distribution operation(String name);

    Distribution phase(String name);
}
