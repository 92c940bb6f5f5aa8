package io.tidemark.alert.channel;

import io.tidemark.metric.Nearest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The settings of one channel, checked against what its type takes. Values may be secrets and are never shown. */
public final class ChannelOptions {

    private static final Set<String> OF_EVERY_TYPE = Set.of("type", Route.SEVERITY, Route.MATCH);

    private final String prefix;
    private final String name;
    private final Map<String, String> values;

    ChannelOptions(String prefix, String name, Map<String, String> values) {
        this.prefix = prefix;
        this.name = name;
        this.values = values;
    }

    /** What the channel is called. */
    String name() {
        return name;
    }

    String required(String setting) {
        return optional(setting).orElseThrow(() -> new IllegalArgumentException(key(setting) + " is missing"));
    }

    Optional<String> optional(String setting) {
        return Optional.ofNullable(values.get(setting)).filter(value -> !value.isBlank());
    }

    ChannelOptions withDefault(String setting, String value) {
        Map<String, String> completed = new HashMap<>(values);
        completed.putIfAbsent(setting, value);
        return new ChannelOptions(prefix, name, completed);
    }

    /** The full key of a setting, for messages. */
    String key(String setting) {
        return prefix + "." + name + "." + setting;
    }

    void check(ChannelFactory factory) {
        TreeSet<String> allowed = new TreeSet<>(factory.required());
        allowed.addAll(factory.optional());
        allowed.addAll(OF_EVERY_TYPE);
        for (String setting : new TreeSet<>(values.keySet())) {
            if (!allowed.contains(setting)) {
                throw new IllegalArgumentException("%s is not a setting of type '%s'; allowed are %s%s".formatted(
                        key(setting), factory.type(), String.join(", ", allowed), Nearest.hint(setting, allowed)));
            }
        }
        new TreeSet<>(factory.required()).forEach(this::required);
    }

    @Override
    public String toString() {
        return prefix + "." + name + values.keySet();
    }
}
