package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import oshi.hardware.HWDiskStore;

/** Whole disks: bytes and operations read and written, the time both took, and what waits. */
@Component
final class DiskSampler implements Sampler {

    private static final int DISKS = 32;
    private static final int SECTOR = 512;
    private static final double MILLIS = 1e3;

    private static final Metric READ = Metric.counter("system.disk.read", Unit.BYTES, Better.NEITHER,
            "Bytes read from a disk");
    private static final Metric WRITTEN = Metric.counter("system.disk.written", Unit.BYTES, Better.NEITHER,
            "Bytes written to a disk");
    private static final Metric BUSY = Metric.counter("system.disk.busy", Unit.SECONDS, Better.LOWER,
            "Time during which a disk had something to do");
    private static final Metric READS = Metric.counter("system.disk.reads", Unit.ONE, Better.NEITHER,
            "Reads a disk has finished");
    private static final Metric WRITES = Metric.counter("system.disk.writes", Unit.ONE, Better.NEITHER,
            "Writes a disk has finished");
    private static final Metric READ_TIME = Metric.counter("system.disk.read_time", Unit.SECONDS, Better.LOWER,
            "Time the reads of a disk took from being asked for, added up");
    private static final Metric WRITE_TIME = Metric.counter("system.disk.write_time", Unit.SECONDS, Better.LOWER,
            "Time the writes of a disk took from being asked for, added up");
    private static final Metric PENDING = Metric.gauge("system.disk.pending_operations", Unit.ONE, Better.LOWER,
            "Operations a disk has under way");
    private static final Metric QUEUE_TIME = Metric.counter("system.disk.queue_time", Unit.SECONDS, Better.LOWER,
            "Time all operations of a disk were under way, added up: its rate is the average length of the queue");
    private static final List<Metric> METRICS = List.of(READ, WRITTEN, BUSY, READS, WRITES, READ_TIME, WRITE_TIME,
            PENDING, QUEUE_TIME);

    private final SeriesTable series = new SeriesTable("device", DISKS, METRICS);
    private final Reader reader;

    DiskSampler(Procfs procfs, Oshi oshi) {
        this.reader = procfs.present() ? new Kernel(procfs) : new Others(oshi);
    }

    @Override
    public String name() {
        return "system.disk";
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public void read(Readings readings) throws IOException {
        for (Disk disk : reader.read()) {
            series.add(readings, disk.device, disk.values);
        }
        series.endRound();
    }

    interface Reader {
        List<Disk> read() throws IOException;
    }

    /**
     * One disk.
     *
     * @param values one for each metric in their order, in base units; NaN for what cannot be told
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Disk(String device, double[] values) {}

    /** Reads /proc/diskstats: OSHI enumerates all devices anew for every reading of one. */
    static final class Kernel implements Reader {

        private static final Pattern NO_DISK = Pattern.compile("(loop|z?ram|fd|sr|nbd)\\d+");

        private final Procfs procfs;
        private final TextReader text = new TextReader();
        private final Map<String, Boolean> disks = new HashMap<>();

        Kernel(Procfs procfs) {
            this.procfs = procfs;
        }

        @Override
        public List<Disk> read() throws IOException {
            return text.read(procfs.file("diskstats"), all -> parse(all, this::isDisk));
        }

        static List<Disk> parse(String text, Predicate<String> isDisk) {
            List<Disk> disks = new ArrayList<>();
            for (String line : (Iterable<String>) text.lines()::iterator) {
                StringTokenizer words = new StringTokenizer(line);
                words.nextToken();
                words.nextToken();
                String device = words.nextToken();
                if (isDisk.test(device)) {
                    disks.add(disk(device, words));
                }
            }
            return disks;
        }

        /** reads, merged, sectors, ms; writes, merged, sectors, ms; under way, ms busy, ms of all; see iostats.rst. */
        private static Disk disk(String device, StringTokenizer words) {
            long[] fields = new long[11];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = Long.parseLong(words.nextToken());
            }
            return new Disk(device, new double[]{(double) fields[2] * SECTOR, (double) fields[6] * SECTOR,
                    fields[9] / MILLIS, fields[0], fields[4], fields[3] / MILLIS, fields[7] / MILLIS, fields[8],
                    fields[10] / MILLIS});
        }

        private boolean isDisk(String device) {
            return disks.computeIfAbsent(device, name -> !NO_DISK.matcher(name).matches() && isWhole(name));
        }

        /** Partitions have no directory of their own; without the directories nothing can be told apart. */
        private boolean isWhole(String device) {
            var blocks = procfs.sys().resolve("block");
            return !Files.isDirectory(blocks) || Files.exists(blocks.resolve(device.replace('/', '!')));
        }
    }

    /** One listing per reading, never one update per disk. */
    private record Others(Oshi oshi) implements Reader {

        @Override
        public List<Disk> read() {
            return oshi.hardware().getDiskStores().stream().map(
                    Others::disk).toList();
        }

        private static Disk disk(HWDiskStore store) {
            return new Disk(store.getName(), new double[]{store.getReadBytes(), store.getWriteBytes(),
                    store.getTransferTime() / MILLIS, store.getReads(), store.getWrites(), Double.NaN, Double.NaN,
                    store.getCurrentQueueLength(), Double.NaN});
        }
    }
}
