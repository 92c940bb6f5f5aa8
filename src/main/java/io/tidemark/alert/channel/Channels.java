package io.tidemark.alert.channel;

import io.tidemark.metric.Names;
import io.tidemark.metric.Nearest;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the configured channels; without any, one called `log`. */
public final class Channels {

    private static final String PREFIX = "tidemark.alerts.channels";
    private static final Map<String, Map<String, String>> DEFAULT = Map.of("log", Map.of("type", "log"));

    private final SortedMap<String, ChannelFactory> factories = new TreeMap<>();

    /** @param factories every known type */
    public Channels(Collection<ChannelFactory> factories) {
        factories.forEach(factory -> this.factories.put(factory.type(), factory));
    }

    /**
     * The channels by name.
     *
     * @throws IllegalArgumentException with one sentence, when a setting is wrong
     */
    public SortedMap<String, Receiver> create(Map<String, Map<String, String>> settings) {
        SortedMap<String, Receiver> channels = new TreeMap<>();
        new TreeMap<>(settings.isEmpty() ? DEFAULT : settings)
                .forEach((name, values) -> channels.put(Names.check(PREFIX, name), create(name, values)));
        return channels;
    }

    private Receiver create(String name, Map<String, String> values) {
        ChannelOptions options = new ChannelOptions(PREFIX, name, values);
        ChannelFactory factory = factory(options);
        options.check(factory);
        return new Receiver(factory.type(), Route.of(options), factory.create(options));
    }

    private ChannelFactory factory(ChannelOptions options) {
        String type = options.required("type");
        ChannelFactory factory = factories.get(type);
        if (factory == null) {
            throw new IllegalArgumentException("%s '%s' is not a type of channel; allowed are %s%s".formatted(
                    options.key("type"), type, String.join(", ", factories.keySet()),
                    Nearest.hint(type, factories.keySet())));
        }
        return factory;
    }
}
