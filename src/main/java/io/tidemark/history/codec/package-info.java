/** Packs times and values of one series into as few bytes as they say anything with, and reads them back fast. */
@NullMarked
package io.tidemark.history.codec;

import org.jspecify.annotations.NullMarked;
