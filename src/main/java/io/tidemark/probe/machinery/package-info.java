/**
 * What an application does in its own process before it asks anybody else: contexts, dispatch, broadcast, tokens. Plain
 * code without engine or session, so that whoever wants to know how fast this machine is at the moment can run it too.
 */
@NullMarked
package io.tidemark.probe.machinery;

import org.jspecify.annotations.NullMarked;
