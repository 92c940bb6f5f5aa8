/** What is read of this machine and is no series, over REST. */
@NullMarked
package io.tidemark.sampling.web;

import org.jspecify.annotations.NullMarked;
