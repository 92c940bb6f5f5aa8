/** Entities, blocks, the writer and retention. */
@NullMarked
package io.tidemark.history.jpa;

import org.jspecify.annotations.NullMarked;
