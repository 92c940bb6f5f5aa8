/** Programs of the user's: how one is started, watched with all it starts, and ended whatever it does. */
@NullMarked
package io.tidemark.probe.command;

import org.jspecify.annotations.NullMarked;
