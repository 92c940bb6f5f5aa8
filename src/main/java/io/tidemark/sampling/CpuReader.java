package io.tidemark.sampling;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/** Where processor times come from. */
sealed interface CpuReader {

    CpuTimes read() throws IOException;

    /** Whether a mode is measured here; otherwise its zero says nothing. */
    boolean offers(CpuMode mode);

    static CpuReader of(Procfs procfs, Oshi oshi) {
        return procfs.present() ? new Kernel(procfs) : new Others(oshi);
    }

    /**
     * One reading.
     *
     * @param all of all processors together
     * @param cores by number, those that are online
     */
    record CpuTimes(CpuTime all, Map<String, CpuTime> cores) {

        public CpuTimes {
            cores = Collections.unmodifiableMap(cores);
        }
    }

    /** Reads /proc/stat once for the total and every core, so that they cannot contradict each other. */
    final class Kernel implements CpuReader {

        /** The processors stand at the top; what follows is long on a big host. */
        private static final int HEAD = 64 * 1024;
        private static final int MILLIS_PER_TICK = 1000 / Procfs.TICKS_PER_SECOND;

        private final Procfs procfs;
        private final TextReader reader = new TextReader(HEAD);

        Kernel(Procfs procfs) {
            this.procfs = procfs;
        }

        @Override
        public CpuTimes read() throws IOException {
            return reader.read(procfs.file("stat"), Kernel::parse);
        }

        @Override
        public boolean offers(CpuMode mode) {
            return true;
        }

        static CpuTimes parse(String text) {
            Map<String, CpuTime> cores = new LinkedHashMap<>();
            CpuTime all = null;
            // A line without its end was cut by the limit.
            for (int at = 0, end; text.startsWith("cpu", at) && (end = text.indexOf('\n', at)) > 0; at = end + 1) {
                StringTokenizer words = new StringTokenizer(text.substring(at + 3, end), " ", false);
                if (text.charAt(at + 3) == ' ') {
                    all = time(words);
                } else {
                    cores.put(words.nextToken(), time(words));
                }
            }
            if (all == null) {
                throw new IllegalArgumentException("no line starts with 'cpu '");
            }
            return new CpuTimes(all, cores);
        }

        /** user nice system idle iowait irq softirq steal; guest time is already in user; old kernels end early. */
        private static CpuTime time(StringTokenizer words) {
            long[] ticks = new long[8];
            for (int i = 0; i < ticks.length && (i < 4 || words.hasMoreTokens()); i++) {
                ticks[i] = Long.parseLong(words.nextToken()) * MILLIS_PER_TICK;
            }
            return new CpuTime(ticks[0], ticks[1], ticks[2], ticks[3], ticks[4], ticks[5] + ticks[6], ticks[7]);
        }
    }

    /** OSHI's ticks, which are milliseconds everywhere. */
    record Others(Oshi oshi) implements CpuReader {

        @Override
        public CpuTimes read() {
            CentralProcessor processor = oshi.hardware().getProcessor();
            long[][] ticks = processor.getProcessorCpuLoadTicks();
            Map<String, CpuTime> cores = new LinkedHashMap<>();
            for (int core = 0; core < ticks.length; core++) {
                cores.put(Integer.toString(core), time(ticks[core]));
            }
            return new CpuTimes(time(processor.getSystemCpuLoadTicks()), cores);
        }

        @Override
        public boolean offers(CpuMode mode) {
            return mode == CpuMode.USER || mode == CpuMode.SYSTEM || mode == CpuMode.IDLE;
        }

        private static CpuTime time(long[] ticks) {
            return new CpuTime(ticks[TickType.USER.getIndex()], ticks[TickType.NICE.getIndex()],
                    ticks[TickType.SYSTEM.getIndex()], ticks[TickType.IDLE.getIndex()],
                    ticks[TickType.IOWAIT.getIndex()],
                    ticks[TickType.IRQ.getIndex()] + ticks[TickType.SOFTIRQ.getIndex()],
                    ticks[TickType.STEAL.getIndex()]);
        }
    }
}
