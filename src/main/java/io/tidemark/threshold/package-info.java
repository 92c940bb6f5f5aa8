/** When a value is wrong: rules, and their judging. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "history", "baseline", "web"})
package io.tidemark.threshold;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
