/** What a store must be able to do, and the packed forms in which it keeps samples and latencies. */
@NullMarked
package io.tidemark.history.store;

import org.jspecify.annotations.NullMarked;
