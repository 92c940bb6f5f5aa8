package io.tidemark.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text comes as it is, in whatever pieces it is sent and asked for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlainTextTests {

    private static final String TEXT = "a\uD83D\uDE00\u00E9b\uD83D\uDE00";

    @Test
    void comesToWhoeverAsksForOneCharacterAtATime() throws IOException {
        assertThat(oneByOne(new PlainText(bytes(TEXT)))).isEqualTo(TEXT);
    }

    @Test
    void comesInPiecesOfOneByte() throws IOException {
        String longer = TEXT.repeat(3_000);
        assertThat(new PlainText(dripping(bytes(longer))).readAllAsString()).isEqualTo(longer);
    }

    @Test
    void isKnownByItsBeginningInPiecesOfOneByteToo() throws IOException {
        assertThat(new PlainText(dripping(bytes("\uFEFF[]"))).readAllAsString()).isEqualTo("[]");
        assertThat(new PlainText(dripping(bytes("1"))).readAllAsString()).isEqualTo("1");
        byte[] packed = {0x1f, (byte) 0x8b, 8, 0};
        assertThatThrownBy(() -> new PlainText(dripping(new ByteArrayInputStream(packed))))
                .hasMessage("the file is compressed; send it unpacked");
    }

    @Test
    void halfACharacterAtTheEndIsNone() throws IOException {
        byte[] cut = {'a', (byte) 0xf0, (byte) 0x9f};
        PlainText text = new PlainText(new ByteArrayInputStream(cut));
        assertThatThrownBy(text::readAllAsString).hasMessage("byte 2 of the file is not UTF-8; send it in UTF-8");
    }

    private static String oneByOne(Reader text) throws IOException {
        StringBuilder read = new StringBuilder();
        char[] one = new char[1];
        while (text.read(one, 0, 1) > 0) {
            read.append(one);
        }
        return read.toString();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream dripping(InputStream file) {
        return new FilterInputStream(file) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                return super.read(into, from, Math.min(most, 1));
            }
        };
    }
}
