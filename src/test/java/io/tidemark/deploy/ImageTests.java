package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageTests {

    @Test
    void isBuiltOnPinnedImages() throws IOException {
        assertThat(instructions("FROM")).hasSize(2)
                .allMatch(image -> image
                        .matches("\\S+:(3\\.\\d+\\.\\d+-eclipse-temurin-25|25\\.\\d.*-jre)-noble( AS .*)?"));
    }

    @Test
    void takesItsFlagsFromTheOneFileThatHasThem() throws IOException {
        String entrypoint = instructions("ENTRYPOINT").getFirst();
        assertThat(entrypoint).startsWith("[\"java\", \"@/opt/tidemark/bin/jvm.options\", \"-XX:AOTCache=");
        assertThat(entrypoint).doesNotContain("-Xmx").doesNotContain("-XX:+").doesNotContain("-Xlog");
        for (String launcher : List.of("tidemark", "make-cache")) {
            assertThat(Files.readString(Path.of("bin", launcher))).contains("@$here/jvm.options")
                    .doesNotContain("-Xmx").doesNotContain("-XX:+");
        }
    }

    @Test
    void makesTheCacheAfterTheLastCopyWhichWouldInvalidateIt() throws IOException {
        String file = dockerfile();
        assertThat(file.indexOf("make-cache java")).isGreaterThan(file.lastIndexOf("\nCOPY "));
    }

    @Test
    void copiesOnlyWhatExistsAndIsNotIgnored() throws IOException {
        List<String> let = Files.readAllLines(Path.of(".dockerignore")).stream().filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1)).toList();
        List<String> sources = instructions("COPY").stream().filter(copy -> !copy.startsWith("--from"))
                .map(copy -> copy.split(" ")).flatMap(parts -> Stream.of(parts).limit(parts.length - 1L)).toList();
        assertThat(sources).isNotEmpty().allMatch(source -> Files.exists(Path.of(source)));
        assertThat(let).containsExactlyInAnyOrderElementsOf(sources);
    }

    @Test
    void runsAsAnUnprivilegedUserAndGetsSignalsItself() throws IOException {
        assertThat(instructions("USER")).containsExactly("10001:10001");
        assertThat(instructions("ENTRYPOINT")).allMatch(command -> command.startsWith("["));
        assertThat(Files.isExecutable(Path.of("deploy", "healthcheck"))).isTrue();
    }

    private static List<String> instructions(String name) throws IOException {
        return Pattern.compile("^" + name + " (.*)$", Pattern.MULTILINE).matcher(dockerfile()).results()
                .map((MatchResult found) -> found.group(1)).toList();
    }

    private static String dockerfile() throws IOException {
        return Files.readString(Path.of("Dockerfile"));
    }
}
