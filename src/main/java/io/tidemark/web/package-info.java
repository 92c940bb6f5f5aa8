/** The shell: problem responses, paging, security and the page. Uses only the vocabulary. */
@NullMarked
@ApplicationModule(allowedDependencies = {"metric"})
package io.tidemark.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
