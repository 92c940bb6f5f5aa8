/** Ways to tell people, one file each. */
@NullMarked
package io.tidemark.alert.channel;

import org.jspecify.annotations.NullMarked;
