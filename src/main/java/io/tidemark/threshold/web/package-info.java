/** Rules over REST. */
@NullMarked
package io.tidemark.threshold.web;

import org.jspecify.annotations.NullMarked;
