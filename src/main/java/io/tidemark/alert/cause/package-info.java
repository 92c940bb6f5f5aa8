/** Why an alert probably came about: what moved with it, and the sentence a person would say. One file for each known cause. */
@NullMarked
package io.tidemark.alert.cause;

import org.jspecify.annotations.NullMarked;
