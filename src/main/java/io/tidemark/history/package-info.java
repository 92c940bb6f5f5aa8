/** What is kept and for how long: latest values and windows in memory, the journal, series and runs in the store. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "web"})
package io.tidemark.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
