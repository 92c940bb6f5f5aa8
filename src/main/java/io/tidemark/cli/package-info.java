/** One-shot commands. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "history", "sampling", "probe", "intake", "baseline", "threshold",
        "alert", "collect", "report"})
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
