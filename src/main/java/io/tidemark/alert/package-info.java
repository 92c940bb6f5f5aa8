/** What is wrong now, and who has been told. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "history", "threshold", "web"})
package io.tidemark.alert;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
