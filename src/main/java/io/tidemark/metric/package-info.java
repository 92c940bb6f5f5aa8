/** The vocabulary: what is measured, and what a measurement is. Depends on nothing. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tidemark.metric;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
