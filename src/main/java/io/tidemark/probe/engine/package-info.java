/** Load model, warm-up, recorder, phases, verification and clean-up of a run. */
@NullMarked
package io.tidemark.probe.engine;

import org.jspecify.annotations.NullMarked;
