/** Rows of a probe's table read and written through Spring Data JPA, to tell what the mapping costs. */
@NullMarked
package io.tidemark.probe.jpa;

import org.jspecify.annotations.NullMarked;
