/** Alert states and the outbox in the store. */
@NullMarked
package io.tidemark.alert.jpa;

import org.jspecify.annotations.NullMarked;
