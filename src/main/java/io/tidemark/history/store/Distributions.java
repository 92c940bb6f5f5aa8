package io.tidemark.history.store;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** All latencies of a run as one value: by operation, of the failed ones by kind, by phase. */
public record Distributions(Map<String, Distribution> operations, Map<String, Distribution> failed,
        Map<String, Distribution> phases) {

    private static final int VERSION = 2;
    /** Failures were not told apart by kind. */
    private static final int FIRST_VERSION = 1;
    private static final String UNKNOWN = "other";

    public static Distributions of(Run run) {
        return new Distributions(run.operations(), run.failed(), run.phases());
    }

    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, operations);
            write(out, failed);
            write(out, phases);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory, cannot happen", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the encoded form.
     *
     * @throws IllegalArgumentException when the bytes are not encoded distributions
     */
    public static Distributions decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = checked(in.readByte());
            return new Distributions(readAll(in), version == FIRST_VERSION ? unknown(read(in)) : readAll(in),
                    readAll(in));
        } catch (IOException e) {
            throw new IllegalArgumentException("not encoded distributions (" + bytes.length + " bytes)", e);
        }
    }

    /** Shows the encoded form part by part, without making distributions. */
    public static void visit(byte[] bytes, PartVisitor visitor) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = checked(in.readByte());
            visit(in, Group.OPERATIONS, visitor);
            if (version == FIRST_VERSION) {
                visitor.part(Group.FAILED, UNKNOWN, in.readNBytes(in.readInt()));
            } else {
                visit(in, Group.FAILED, visitor);
            }
            visit(in, Group.PHASES, visitor);
        } catch (IOException e) {
            throw new IllegalArgumentException("not encoded distributions (" + bytes.length + " bytes)", e);
        }
    }

    private static void visit(DataInputStream in, Group group, PartVisitor visitor) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            visitor.part(group, in.readUTF(), in.readNBytes(in.readInt()));
        }
    }

    /** What latencies are told apart by. */
    public enum Group {
        OPERATIONS,
        FAILED,
        PHASES
    }

    /** Is shown parts one by one. */
    public interface PartVisitor {

        /**
         * Sees one part.
         *
         * @param encoded of no length when it is empty
         */
        void part(Group group, String name, byte[] encoded);
    }

    private static int checked(int version) {
        if (version != VERSION && version != FIRST_VERSION) {
            throw new IllegalArgumentException("distributions of unknown version " + version);
        }
        return version;
    }

    private static Map<String, Distribution> unknown(Distribution failed) {
        return failed.isEmpty() ? Map.of() : Map.of(UNKNOWN, failed);
    }

    private static void write(DataOutputStream out, Map<String, Distribution> parts) throws IOException {
        out.writeInt(parts.size());
        for (Map.Entry<String, Distribution> part : parts.entrySet()) {
            out.writeUTF(part.getKey());
            write(out, part.getValue());
        }
    }

    private static void write(DataOutputStream out, Distribution part) throws IOException {
        byte[] encoded = part.isEmpty() ? new byte[0] : part.encode();
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    private static Map<String, Distribution> readAll(DataInputStream in) throws IOException {
        Map<String, Distribution> parts = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            parts.put(in.readUTF(), read(in));
        }
        return parts;
    }

    private static Distribution read(DataInputStream in) throws IOException {
        byte[] encoded = in.readNBytes(in.readInt());
        return encoded.length == 0 ? Distribution.EMPTY : Distribution.decode(encoded);
    }
}
