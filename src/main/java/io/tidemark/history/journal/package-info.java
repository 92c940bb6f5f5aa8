/** The log on disk in front of the store: segments, their records, and what of them is not in the store yet. */
@NullMarked
package io.tidemark.history.journal;

import org.jspecify.annotations.NullMarked;
