/** Connections to what is probed: how to open them, how long to wait, and what their failures mean. */
@NullMarked
package io.tidemark.probe.target;

import org.jspecify.annotations.NullMarked;
