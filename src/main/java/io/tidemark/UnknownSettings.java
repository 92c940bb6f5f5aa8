package io.tidemark;

import io.tidemark.metric.Nearest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Refuses keys under {@code tidemark} that nothing reads, wherever they come from. Boot's own check knows neither the
 * environment nor keys beside a bound prefix.
 */
final class UnknownSettings {

    /** Set by Kubernetes for a service called tidemark. */
    private static final Pattern KUBERNETES = Pattern.compile("(?i)tidemark\\.(port|service)([.\\[].*)?");
    private static final int NEAR = 2;

    private UnknownSettings() {}

    /** @throws SettingsException naming the first unknown key, where it stands and its nearest neighbour */
    static void refuse(ConfigurableEnvironment environment) {
        ConfigurationPropertySources.get(environment).forEach(source -> {
            if (source instanceof IterableConfigurationPropertySource keys) {
                keys.stream().forEach(key -> check(key, keys));
            }
        });
    }

    private static void check(ConfigurationPropertyName key, IterableConfigurationPropertySource source) {
        String first = key.getNumberOfElements() == 0 ? "" : key.getElement(0, Form.UNIFORM);
        if (!first.equals(TidemarkProperties.PREFIX)) {
            if (isFile(source) && Nearest.distance(first, TidemarkProperties.PREFIX) <= NEAR) {
                throw new SettingsException("Unknown setting '" + key + "': did you mean '"
                        + TidemarkProperties.PREFIX + "'?");
            }
            return;
        }
        if (!KUBERNETES.matcher(key.toString()).matches()) {
            walk(key, 1, TidemarkProperties.class);
        }
    }

    /** Environment variables of other programs may well be called something like tidemark. */
    private static boolean isFile(IterableConfigurationPropertySource source) {
        return String.valueOf(source.getUnderlyingSource()).contains("OriginTrackedMapPropertySource");
    }

    private static void walk(ConfigurationPropertyName key, int at, Type type) {
        if (at == key.getNumberOfElements()) {
            return;
        }
        Class<?> raw = raw(type);
        if (raw == Map.class) {
            // A name that stands before a value may have dots, one before a group of keys may not.
            walk(key, isGroup(argument(type, 1)) ? at + 1 : key.getNumberOfElements(), argument(type, 1));
        } else if (raw == List.class) {
            walk(key, at + 1, argument(type, 0));
        } else if (isSettings(raw)) {
            walk(key, at + 1, component(raw, key, at).getGenericType());
        } else {
            throw unknown(key, at, List.of());
        }
    }

    private static RecordComponent component(Class<?> settings, ConfigurationPropertyName key, int at) {
        Predicate<RecordComponent> named = c -> uniform(c.getName()).equals(key.getElement(at, Form.UNIFORM));
        return components(settings).filter(named).findFirst().orElseThrow(
                () -> unknown(key, at, components(settings).map(c -> kebab(c.getName())).sorted().toList()));
    }

    private static SettingsException unknown(ConfigurationPropertyName key, int at, List<String> allowed) {
        String parent = key.chop(at).toString();
        Optional<String> nearest = Nearest.to(key.getElement(at, Form.DASHED), allowed);
        return new SettingsException("Unknown setting '" + key + "'"
                + nearest.map(name -> ": did you mean '" + parent + "." + name + "'?").orElse(".")
                + (allowed.isEmpty() ? "" : " Under '" + parent + "' stand: " + String.join(", ", allowed) + "."));
    }

    private static Stream<RecordComponent> components(Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents());
    }

    /** Records of several parts are groups of keys; a record of one part (a name, a secret) is a value. */
    private static boolean isSettings(Class<?> type) {
        return type.isRecord() && type.getSimpleName().matches(".*(Settings|Properties)");
    }

    private static boolean isGroup(Type type) {
        return raw(type) == Map.class || raw(type) == List.class || isSettings(raw(type));
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
