/** The schedule and the path of a measurement; the only place that shows the whole way. Status. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "history", "intake", "threshold", "alert", "probe", "web"})
package io.tidemark.collect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
