package io.tidemark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What others wrote fits into a sentence. */
class ExcerptTests {

    @Test
    void isShortAndCutsNoCharacterInTwo() {
        assertThat(Excerpt.of("a".repeat(100))).isEqualTo("a".repeat(100));
        assertThat(Excerpt.of("a".repeat(101))).isEqualTo("a".repeat(100) + "…");
        assertThat(Excerpt.of("a" + "\uD83D\uDE00".repeat(200))).isEqualTo("a" + "\uD83D\uDE00".repeat(99) + "…");
    }

    @Test
    void staysOnOneLineAndUpsetsNoTerminal() {
        assertThat(Excerpt.of("a\r\nb\u001b[31m\u0000\uD83D")).isEqualTo("a??b?[31m??");
    }
}
