package io.tidemark;

import io.tidemark.threshold.ConfiguredRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The files that the service was configured by, read again as they are now; arguments and environment stay. */
final class ConfigurationFiles implements ConfiguredRules.Reader {

    private static final Pattern FROM_FILE = Pattern.compile("Config (?:resource|tree) .*");
    private static final Pattern PATH = Pattern.compile("file \\[(.+?)\\]");
    private static final Pattern OF_RULES = Pattern.compile("tidemark\\.(?:probes\\.[^.]+\\.)?thresholds(?:\\[.*)?");

    private final ConfigurableEnvironment running;
    private final Predicate<String> probes;

    /** @param probes whether there is a probe of that name; new ones need a restart */
    ConfigurationFiles(ConfigurableEnvironment running, Predicate<String> probes) {
        this.running = running;
        this.probes = probes;
    }

    @Override
    public ConfiguredRules.Reading read() {
        try {
            ConfigurableEnvironment fresh = readAgain();
            UnknownSettings.refuse(fresh);
            TidemarkProperties properties = SettingsInitializer.bind(fresh);
            return new ConfiguredRules.Reading(properties.rules(probes), changed(fresh));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(sentence(e), e);
        }
    }

    private ConfigurableEnvironment readAgain() {
        ConfigurableEnvironment fresh = new StandardEnvironment();
        List<String> standard = fresh.getPropertySources().stream().map(PropertySource::getName).toList();
        standard.forEach(fresh.getPropertySources()::remove);
        running.getPropertySources().stream()
                .filter(source -> !isFile(source) && !source.getName().equals("configurationProperties"))
                .forEach(fresh.getPropertySources()::addLast);
        ConfigDataEnvironmentPostProcessor.applyTo(fresh);
        return fresh;
    }

    private static boolean isFile(PropertySource<?> source) {
        return FROM_FILE.matcher(source.getName()).matches();
    }

    private List<String> changed(ConfigurableEnvironment fresh) {
        Map<String, String> before = values(running);
        Map<String, String> after = values(fresh);
        SortedSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key))
                || (OF_RULES.matcher(key).matches() && !isOfNewProbe(key)));
        return List.copyOf(keys);
    }

    private boolean isOfNewProbe(String key) {
        List<String> parts = List.of(key.split("\\.", -1));
        return parts.get(1).equals("probes") && !probes.test(parts.get(2));
    }

    private static Map<String, String> values(ConfigurableEnvironment environment) {
        Map<String, String> values = new LinkedHashMap<>();
        environment.getPropertySources().stream().filter(ConfigurationFiles::isFile).forEach(source -> {
            if (source instanceof EnumerablePropertySource<?> keys) {
                for (String key : keys.getPropertyNames()) {
                    values.putIfAbsent(key, String.valueOf(keys.getProperty(key)));
                }
            }
        });
        return values;
    }

    /** One that our own code made, else what the reader of the file said. */
    private static String sentence(RuntimeException e) {
        List<Throwable> causes = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause).toList();
        return causes.stream().filter(OurSentence::isIn).findFirst().map(OurSentence::of)
                .orElseGet(() -> String.valueOf(causes.getLast().getMessage()).strip().replaceAll("\\s+", " "));
    }

    /** When they were written and how long they are, as text that differs when anything does. */
    String state() {
        List<String> states = new ArrayList<>();
        for (Path file : paths()) {
            try {
                states.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
            } catch (IOException _) {
                states.add(file + " is gone");
            }
        }
        return String.join("\n", states);
    }

    private List<Path> paths() {
        return running.getPropertySources().stream().filter(ConfigurationFiles::isFile)
                .flatMap(source -> PATH.matcher(source.getName()).results().map(found -> found.group(1)))
                .map(Path::of).distinct().toList();
    }
}
