package io.tidemark.alert.channel;

import java.util.Set;

/** Declares one type of channel and makes channels of it. Found on the class path: needs a constructor without arguments. */
public interface ChannelFactory {

    /** As written under `type`. */
    String type();

    /** Keys that must be given. */
    Set<String> required();

    /** Keys that may be given. */
    Set<String> optional();

    /**
     * Makes a channel of settings that are complete and of this type.
     *
     * @throws IllegalArgumentException with one sentence that names the key, never its value, when one is unusable
     */
    Channel create(ChannelOptions options);
}
