package io.tidemark.collect.web;

import io.tidemark.probe.ProbeSettings;
import io.tidemark.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Reads the settings of a probe from JSON as they are read from the configuration, durations and all. */
final class TrialSettings {

    private static final String PREFIX = "probe";

    private TrialSettings() {}

    static ProbeSettings of(Map<String, Object> body) {
        Map<String, Object> flat = new LinkedHashMap<>();
        flatten(PREFIX, body, flat);
        try {
            return new Binder(new MapConfigurationPropertySource(flat)).bindOrCreate(PREFIX,
                    Bindable.of(ProbeSettings.class), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
        } catch (BindException e) {
            throw ProblemException.badRequest(sentence(e));
        } catch (RuntimeException e) {
            throw ProblemException.badRequest("A key of the probe is not understood: letters, digits and '-' are.");
        }
    }

    private static String sentence(BindException failure) {
        if (failure.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
            return unknown.getUnboundProperties().stream().map(ConfigurationProperty::getName).map(Object::toString)
                    .map(TrialSettings::withoutPrefix)
                    .collect(Collectors.joining(", ", "Unknown key of a probe: ", "."));
        }
        ConfigurationProperty property = failure.getProperty();
        return withoutPrefix(failure.getName().toString()) + ": "
                + (property == null ? "is not understood." : "'" + property.getValue() + "' is not understood.");
    }

    private static String withoutPrefix(String name) {
        return name.replaceFirst("^" + PREFIX + "\\.?", "");
    }

    private static void flatten(String key, Object value, Map<String, Object> flat) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, one) -> {
                if (one != null) {
                    flatten(key + "." + name, one, flat);
                }
            });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    flatten(key + "[" + i + "]", list.get(i), flat);
                }
            }
            default -> flat.put(key, value);
        }
    }
}
