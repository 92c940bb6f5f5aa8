package io.tidemark.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever has become of a file, it is taken or refused with a sentence, and never anything else happens. */
class MutatedResultsTests {

    private static final int MUTANTS = 1_500;
    private static final String[] PIECES = {"NaN", "\"NaN\"", "-1", "1e999", "9".repeat(50), "null", "{}", "[]", "\"\"",
            "<", "&x;", "<!DOCTYPE a>", "]]>", "\u0000", "\\u0000", "true", "\uD800", "}", "]", "\"", ","};

    @Test
    void everyBeginningOfAFileIsTakenOrRefused() {
        Files.ALL.forEach((name, format) -> {
            byte[] file = Files.bytes(name);
            for (int length = 0; length < file.length; length++) {
                tryToRead(name, format, Arrays.copyOf(file, length));
            }
        });
    }

    @Test
    void everyMutantIsTakenOrRefused() {
        Files.ALL.forEach((name, format) -> {
            int taken = taken(name, format, Files.bytes(name), MUTANTS);
            assertThat(taken).as("mutants of %s that were harmless", name).isBetween(MUTANTS / 20, MUTANTS / 2);
        });
    }

    /** Longer than the buffers of the parsers, and with characters that may be cut in two at their ends. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyMutantOfALongFileIsTakenOrRefused() {
        Files.ALL.forEach((name, format) -> {
            assertThat(tryToRead(name, format, padded(name))).isTrue();
            assertThat(taken(name, format, padded(name), MUTANTS / 5)).isLessThan(MUTANTS / 5);
        });
    }

    private static int taken(String name, String format, byte[] file, int mutants) {
        Random random = new Random(name.hashCode());
        int taken = 0;
        for (int i = 0; i < mutants; i++) {
            taken += tryToRead(name + " " + i, format, mutant(file, random)) ? 1 : 0;
        }
        return taken;
    }

    private static byte[] padded(String name) {
        String text = Files.text(name);
        String more = "a\uD83D\uDE00".repeat(8_000);
        return (name.endsWith("xml")
                ? text.replaceFirst("\\?>", "?><!--" + more + "-->")
                : text.replaceFirst("\\{", "{\"padding\": \"" + more + "\", ")).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mutant(byte[] file, Random random) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            text = switch (random.nextInt(4)) {
                case 0 -> text.substring(0, from) + (char) random.nextInt(256) + text.substring(to);
                case 1 -> text.substring(0, from) + PIECES[random.nextInt(PIECES.length)] + text.substring(to);
                case 2 -> text.substring(0, to) + text.substring(from);
                default -> text.substring(0, from) + text.substring(to);
            };
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean tryToRead(String what, String format, byte[] file) {
        try {
            Results.parse(format, file).forEach(MutatedResultsTests::check);
            return true;
        } catch (ResultsException refused) {
            assertThat(refused.sentence()).as(what).isNotBlank().doesNotContain("\n").hasSizeLessThan(400);
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(what + ": " + new String(file, StandardCharsets.UTF_8), e);
        }
    }

    private static void check(Imported result) {
        result.measures().values().forEach(value -> assertThat(value).isFinite());
        assertThat(result.measured().isNegative()).isFalse();
    }
}
