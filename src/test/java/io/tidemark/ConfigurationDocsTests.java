package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The reference of settings says what the records say, no more and no less. */
class ConfigurationDocsTests {

    private static final Pattern KEY = Pattern.compile("^\\| `(tidemark\\.[^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void everyKeyOfTheRecordsIsDocumented() throws IOException {
        List<String> keys = keys("tidemark", TidemarkProperties.class).toList();
        assertThat(keys).hasSizeGreaterThan(25);
        assertThat(documented()).containsAll(keys.stream().filter(key -> !key.contains(".channels.")).toList());
    }

    @Test
    void everyDocumentedKeyIsTaken() throws IOException {
        for (String key : documented()) {
            StandardEnvironment environment = new StandardEnvironment();
            environment.getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of(key.replace("<name>", "x"), "1")));
            assertThatCode(() -> UnknownSettings.refuse(environment)).as(key).doesNotThrowAnyException();
        }
    }

    private static Set<String> documented() throws IOException {
        Set<String> keys = new TreeSet<>();
        KEY.matcher(Files.readString(Path.of("docs/configuration.md"))).results().forEach(m -> keys.add(m.group(1)));
        return keys;
    }

    private static Stream<String> keys(String prefix, Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            return keys(prefix + ".<name>", generic.getActualTypeArguments()[1]);
        }
        if (type instanceof Class<?> group && group.isRecord()
                && group.getSimpleName().matches(".*(Settings|Properties)")) {
            return Arrays.stream(group.getRecordComponents()).flatMap(c -> keys(
                    prefix + "." + c.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT),
                    c.getGenericType()));
        }
        return Stream.of(prefix);
    }
}
