package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.RuleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page on rules shows as examples are rules. */
class ConditionsPageTests {

    private static final Pattern EXAMPLES = Pattern.compile("```rule\n(.*?)```", Pattern.DOTALL);

    private final Vocabulary vocabulary = Vocabulary.of(House.sources(List.of()));

    @Test
    void everyExampleIsARuleInItsCanonicalForm() throws IOException {
        List<String> examples = examples();
        assertThat(examples).hasSizeGreaterThan(20);
        for (String example : examples) {
            RuleText text = House.probeRule(example);
            assertThat(RuleParser.parseSupported(text, vocabulary)).hasToString(example);
        }
    }

    private static List<String> examples() throws IOException {
        return EXAMPLES.matcher(Files.readString(Path.of("docs/conditions.md"))).results()
                .flatMap(block -> block.group(1).lines()).toList();
    }
}
