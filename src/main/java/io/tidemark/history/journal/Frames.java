package io.tidemark.history.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Finds the way through a damaged stretch of a segment by the frames around its records. */
final class Frames {

    /** Bytes of one body. */
    static final int LARGEST = 64 << 20;

    /** Larger ones are rare, and not looked for, so that looking stays quick. */
    private static final int LARGEST_SOUGHT = 1 << 20;

    private static final int FRAME = 8;

    private Frames() {}

    /** Where the first good record after the start begins; -1 when there is none. */
    static int next(ByteBuffer bytes) {
        for (int at = 1; at < bytes.limit() - FRAME; at++) {
            if (isGood(bytes, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isGood(ByteBuffer bytes, int at) {
        int length = bytes.getInt(at);
        if (length <= 0 || length > LARGEST_SOUGHT || length > bytes.limit() - at - FRAME) {
            return false;
        }
        int kind = bytes.get(at + FRAME);
        if (kind < SegmentEncoder.HEADER || kind > SegmentEncoder.PAYLOAD) {
            return false;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(at + FRAME, length));
        return (int) checksum.getValue() == bytes.getInt(at + 4);
    }

    /**
     * What the damaged record at the start says it held: samples, or else one record.
     *
     * @param next where the next one begins; negative when there is none
     */
    static long held(ByteBuffer bytes, int next) {
        int fields = FRAME + 1 + Long.BYTES;
        boolean whole = next > fields && bytes.getInt(0) == next - FRAME;
        if (!whole || bytes.get(FRAME) != SegmentEncoder.SAMPLES) {
            return 1;
        }
        long count = Varint.read(bytes, fields);
        return Math.clamp(count, 1, next / SegmentEncoder.LEAST_SAMPLE);
    }
}
