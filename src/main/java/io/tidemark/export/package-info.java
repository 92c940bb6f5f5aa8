/** What other systems read of us: Prometheus and health. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "history", "threshold", "alert", "collect"})
package io.tidemark.export;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
