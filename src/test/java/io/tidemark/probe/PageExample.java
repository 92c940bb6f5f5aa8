package io.tidemark.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

/** What the settings of an example in the docs say, as they would of a file. */
record PageExample(Map<String, TargetSettings> targets, Map<String, ProbeSettings> probes) {

    /**
     * Reads an example.
     *
     * @param fence what stands behind the backticks before it
     * @param replaced is put in place of a word in it, such as a variable of the environment
     */
    static PageExample of(String page, String fence, String word, String replaced) throws IOException {
        byte[] yaml = text(page, fence).replace(word, replaced).getBytes(StandardCharsets.UTF_8);
        Binder binder = new Binder(ConfigurationPropertySources
                .from(new YamlPropertySourceLoader().load("example", new ByteArrayResource(yaml))));
        return new PageExample(bound(binder, "tidemark.targets", TargetSettings.class),
                bound(binder, "tidemark.probes", ProbeSettings.class));
    }

    private static <T> Map<String, T> bound(Binder binder, String key, Class<T> settings) {
        return binder.bind(key, Bindable.mapOf(String.class, settings)).orElse(Map.of());
    }

    /** The example as it is written. */
    static String text(String page, String fence) throws IOException {
        return Pattern.compile("```" + fence + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of(page)))
                .results().findFirst().orElseThrow().group(1);
    }

    Probes make(Path data) {
        return TestProbes.of(targets, probes, false, data);
    }
}
