/** Reads this machine, its processes and this JVM; one file per sampler. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "web"})
package io.tidemark.sampling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
