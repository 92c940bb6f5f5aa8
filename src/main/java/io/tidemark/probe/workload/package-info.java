/** What probes do, one file per workload. */
@NullMarked
package io.tidemark.probe.workload;

import org.jspecify.annotations.NullMarked;
