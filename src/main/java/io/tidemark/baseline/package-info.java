/** What is normal here, and whether it has changed. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "history", "web"})
package io.tidemark.baseline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
