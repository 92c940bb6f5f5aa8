/** Series, samples and runs over REST. */
@NullMarked
package io.tidemark.history.web;

import org.jspecify.annotations.NullMarked;
