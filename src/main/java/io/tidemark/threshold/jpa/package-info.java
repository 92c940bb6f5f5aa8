/** Stored rules and their audit trail in the store. */
@NullMarked
package io.tidemark.threshold.jpa;

import org.jspecify.annotations.NullMarked;
