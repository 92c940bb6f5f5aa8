package io.tidemark.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about results has an example of every format, and each can be read. */
class ResultsPageTests {

    private static final Pattern EXAMPLE = Pattern.compile("### ([a-z0-9-]+)\n.*?```(?:json|xml)\n(.*?)```",
            Pattern.DOTALL);

    @Test
    void everyFormatHasAnExampleThatIsTaken() throws IOException {
        Map<String, String> examples = new LinkedHashMap<>();
        Matcher found = EXAMPLE.matcher(java.nio.file.Files.readString(Path.of("docs/results.md")));
        while (found.find()) {
            examples.put(found.group(1), found.group(2));
        }
        assertThat(examples.keySet()).containsExactlyElementsOf(Results.formats());
        examples.forEach((format, example) -> assertThat(Files.parse(format, example)).as(format).hasSize(1));
    }
}
