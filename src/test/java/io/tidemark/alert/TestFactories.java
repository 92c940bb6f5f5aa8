package io.tidemark.alert;

import io.tidemark.alert.channel.ChannelFactory;
import java.util.List;

/** Every type of channel there is. */
public final class TestFactories {

    private TestFactories() {}

    public static List<ChannelFactory> all() {
        return AlertConfiguration.factories();
    }
}
