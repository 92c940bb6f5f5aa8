package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whose message it is can be read of it, whatever else it says. */
class MarkTests {

    private final Mark mark = new Mark();

    private boolean isRead(String before, String after) {
        byte[] message = (before + "x".repeat(Mark.LENGTH) + after).getBytes(StandardCharsets.US_ASCII);
        Mark.write(message, before.length(), -7, 3, 0x12345678);
        return mark.read(message, message.length);
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(isRead("", "")).isTrue();
        assertThat(mark.run()).isEqualTo(-7);
        assertThat(mark.stream()).isEqualTo(3);
        assertThat(mark.number()).isEqualTo(0x12345678);
    }

    @Test
    void isFoundBehindWhatLooksLikeOneAtFirst() {
        assertThat(isRead("tidemark-", "")).isTrue();
        assertThat(isRead("from tidemark-probe-1, to shop: tidemark-0123456789abcdef-00000x-00000000 ", "!")).isTrue();
        assertThat(mark.number()).isEqualTo(0x12345678);
    }

    @Test
    void isNotFoundWhereThereIsNone() {
        byte[] message = "tidemark-0123456789abcdef-000001-0000000G".getBytes(StandardCharsets.US_ASCII);
        assertThat(message).hasSize(Mark.LENGTH);
        assertThat(mark.read(message, message.length)).isFalse();
        assertThat(mark.read(message, 0)).isFalse();
    }
}
