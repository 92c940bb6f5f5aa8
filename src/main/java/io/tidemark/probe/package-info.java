/** Runs a workload against a target and times it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric", "intake"})
package io.tidemark.probe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
