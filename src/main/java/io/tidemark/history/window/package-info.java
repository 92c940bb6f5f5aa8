/** Newest values and windows over them, in memory and bounded. */
@NullMarked
package io.tidemark.history.window;

import org.jspecify.annotations.NullMarked;
