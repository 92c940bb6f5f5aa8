/** Results of other tools as runs: pure parsers, one file per format. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric"})
package io.tidemark.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
