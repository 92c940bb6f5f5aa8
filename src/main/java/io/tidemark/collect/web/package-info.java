/** Status, sources, running one now, and the event stream over REST. */
@NullMarked
package io.tidemark.collect.web;

import org.jspecify.annotations.NullMarked;
