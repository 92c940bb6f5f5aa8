/** One answer for a person or a machine; one file per format. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "history", "baseline", "threshold", "alert", "collect", "web"})
package io.tidemark.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
