package io.tidemark.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The text of a file, which must be UTF-8, unpacked and not too large; refused where it turns out not to be. */
final class PlainText extends Reader {

    private static final List<String> PACKED = List.of("1f8b", "504b0304", "28b52ffd", "425a68", "fd377a58");
    private static final List<String> WIDE = List.of("fffe", "feff");
    /** What some editors begin a file in UTF-8 with. */
    private static final String MARK = "efbbbf";

    /** As many bytes as the longest of these has. */
    private static final int HEAD = 4;

    private final InputStream file;
    private final ByteBuffer bytes = ByteBuffer.allocate(8192);
    /** Whoever reads may ask for a single character, which half of a pair is not decoded into. */
    private final CharBuffer text = CharBuffer.allocate(8192).limit(0);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    private long taken;
    private boolean ended;

    /** @throws ResultsException when the file does not begin as text does */
    PlainText(InputStream file) throws IOException {
        this.file = file;
        taken = file.readNBytes(bytes.array(), 0, HEAD);
        bytes.limit((int) taken);
        String head = HexFormat.of().formatHex(bytes.array(), 0, bytes.limit());
        if (PACKED.stream().anyMatch(head::startsWith)) {
            throw ResultsException.malformed("the file is compressed; send it unpacked");
        }
        if (WIDE.stream().anyMatch(head::startsWith)) {
            throw ResultsException.malformed("the file is UTF-16; send it in UTF-8");
        }
        if (head.isEmpty()) {
            throw ResultsException.malformed("the file is empty");
        }
        bytes.position(head.startsWith(MARK) ? MARK.length() / 2 : 0);
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (!text.hasRemaining()) {
            decode();
        }
        if (!text.hasRemaining()) {
            return -1;
        }
        int read = Math.min(length, text.remaining());
        text.get(into, from, read);
        return read;
    }

    /** Takes what is next of the file; nothing at its end. */
    private void decode() throws IOException {
        text.clear();
        boolean last = false;
        while (text.position() == 0 && !last) {
            last = ended;
            CoderResult result = decoder.decode(bytes, text, last);
            if (result.isError()) {
                throw ResultsException.malformed("byte " + (taken - bytes.remaining() + 1)
                        + " of the file is not UTF-8; send it in UTF-8");
            }
            if (result.isUnderflow() && !ended) {
                fill();
            }
        }
        text.flip();
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = file.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < 0;
        taken += Math.max(0, read);
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        if (taken > Results.MOST_BYTES) {
            throw new ResultsException(ResultsException.Kind.TOO_LARGE,
                    "the file is larger than " + (Results.MOST_BYTES >> 20) + " MiB");
        }
    }

    /** The file is not ours to close. */
    @Override
    public void close() {}
}
