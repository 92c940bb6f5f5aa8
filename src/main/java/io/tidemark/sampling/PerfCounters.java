package io.tidemark.sampling;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a HotSpot JVM counts in a file that others may read without it noticing (`hsperfdata`): version 2 of the format
 * in OpenJDK's perfMemory.hpp. The file is somebody else's, so nothing in it is believed to lie where it says.
 */
final class PerfCounters {

    private static final int LARGEST = 1 << 18;
    private static final int MAGIC = 0xcafec0c0;
    private static final int HEADER = 32;
    private static final int ENTRY = 20;
    private static final int ENTRIES = 10_000;

    private final File file;
    private byte[] bytes = new byte[1 << 15];
    private List<Place> places = List.of();
    private long layout = -1;

    PerfCounters(File file) {
        this.file = file;
    }

    /** Figures that several counters may add up to. */
    enum Figure {
        HEAP_USED("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used"),
        HEAP_COMMITTED("sun\\.gc\\.generation\\.\\d+\\.capacity"),
        GC_COUNT("sun\\.gc\\.collector\\.\\d+\\.invocations"),
        GC_TICKS("sun\\.gc\\.collector\\.\\d+\\.time"),
        SAFEPOINTS("sun\\.rt\\.safepoints"),
        SAFEPOINT_TICKS("sun\\.rt\\.safepointTime"),
        TICKS_PER_SECOND("sun\\.os\\.hrt\\.frequency"),
        THREADS("java\\.threads\\.live"),
        CLASSES_LOADED("(java\\.cls\\.loadedClasses|java\\.cls\\.sharedLoadedClasses)"),
        CLASSES_UNLOADED("(java\\.cls\\.unloadedClasses|java\\.cls\\.sharedUnloadedClasses)");

        private static final List<Figure> ALL = List.of(values());

        private final Pattern name;

        Figure(String name) {
            this.name = Pattern.compile(name);
        }
    }

    /**
     * One reading, NaN for what this JVM does not count.
     *
     * @param sums by figure
     */
    record Figures(Map<Figure, Double> sums) {

        double of(Figure figure) {
            return sums.getOrDefault(figure, Double.NaN);
        }

        /** What is counted in ticks. */
        double seconds(Figure figure) {
            return of(figure) / of(Figure.TICKS_PER_SECOND);
        }
    }

    /** Those of our own JVM; none with `-XX:-UsePerfData`. */
    static Optional<PerfCounters> ofThisJvm() {
        File file = new File(JavaProcesses.SHARED,
                JavaProcesses.DIRECTORY + System.getProperty("user.name") + "/" + ProcessHandle.current().pid());
        return file.canRead() ? Optional.of(new PerfCounters(file)) : Optional.empty();
    }

    /**
     * Takes one reading.
     *
     * @throws IOException when the file cannot be read or is none of a JVM
     */
    synchronized Figures read() throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, fill());
        try {
            return new Figures(sums(buffer));
        } catch (RuntimeException e) {
            throw new IOException(file + " is not understood", e);
        }
    }

    private int fill() throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            int length = in.readNBytes(bytes, 0, bytes.length);
            while (length == bytes.length && length < LARGEST) {
                bytes = Arrays.copyOf(bytes, 2 * length);
                length += in.readNBytes(bytes, length, bytes.length - length);
            }
            return length;
        }
    }

    private Map<Figure, Double> sums(ByteBuffer buffer) {
        if (buffer.getInt(0) != MAGIC || buffer.get(5) != 2 || buffer.get(7) == 0) {
            throw new IllegalArgumentException("not ready, or of another format");
        }
        buffer.order(buffer.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long now = ((long) buffer.getInt(8) << 32) + buffer.getInt(28);
        if (now != layout) {
            places = places(buffer);
            layout = now;
        }
        Map<Figure, Double> sums = new EnumMap<>(Figure.class);
        places.forEach(place -> sums.merge(place.figure, (double) buffer.getLong(place.at), Double::sum));
        return sums;
    }

    /** Counters are only ever added, so that they stay where they are until there are more. */
    private static List<Place> places(ByteBuffer buffer) {
        List<Place> places = new ArrayList<>();
        int count = Math.min(buffer.getInt(28), ENTRIES);
        int at = Math.max(buffer.getInt(24), HEADER);
        for (int i = 0; i < count; i++) {
            int length = buffer.getInt(at);
            if (length < ENTRY) {
                throw new IllegalArgumentException("an entry of " + length + " bytes");
            }
            // A single number of 64 bits.
            if (buffer.get(at + 12) == 'J' && buffer.getInt(at + 8) == 0) {
                String name = name(buffer, at + buffer.getInt(at + 4), at + length);
                int value = at + buffer.getInt(at + 16);
                Figure.ALL.stream().filter(figure -> figure.name.matcher(name).matches())
                        .forEach(figure -> places.add(new Place(figure, value)));
            }
            at = Math.addExact(at, length);
        }
        return places;
    }

    private static String name(ByteBuffer buffer, int start, int limit) {
        int end = start;
        while (end < limit && buffer.get(end) != 0) {
            end++;
        }
        byte[] name = new byte[end - start];
        buffer.get(start, name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private record Place(Figure figure, int at) {}
}
