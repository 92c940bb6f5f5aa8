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

/** Whole disks: bytes read and written, and the time something was under way. */
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

    private final SeriesTable series = new SeriesTable("device", DISKS, READ, WRITTEN, BUSY);
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
        return List.of(READ, WRITTEN, BUSY);
    }

    @Override
    public void read(Readings readings) throws IOException {
        for (Disk disk : reader.read()) {
            series.add(readings, disk.device, disk.read, disk.written, disk.busy);
        }
        series.endRound();
    }

    interface Reader {
        List<Disk> read() throws IOException;
    }

    /** Totals of one disk, in bytes and seconds. */
    record Disk(String device, double read, double written, double busy) {}

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
                skip(words, 2);
                String device = words.nextToken();
                if (isDisk.test(device)) {
                    disks.add(disk(device, words));
                }
            }
            return disks;
        }

        /** reads, merged, sectors, ms; writes, merged, sectors, ms; under way, ms busy; see iostats.rst. */
        private static Disk disk(String device, StringTokenizer words) {
            skip(words, 2);
            long read = Long.parseLong(words.nextToken());
            skip(words, 3);
            long written = Long.parseLong(words.nextToken());
            skip(words, 2);
            return new Disk(device, (double) read * SECTOR, (double) written * SECTOR,
                    Long.parseLong(words.nextToken()) / MILLIS);
        }

        private static void skip(StringTokenizer words, int count) {
            for (int i = 0; i < count; i++) {
                words.nextToken();
            }
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
            return new Disk(store.getName(), (double) store.getReadBytes(), (double) store.getWriteBytes(),
                    store.getTransferTime() / MILLIS);
        }
    }
}
