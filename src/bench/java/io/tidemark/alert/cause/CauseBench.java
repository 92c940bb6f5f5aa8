package io.tidemark.alert.cause;

import static io.tidemark.alert.cause.Watched.level;

import com.sun.management.ThreadMXBean;
import io.tidemark.Percentiles;
import io.tidemark.alert.cause.Watched.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What it costs to say why: one look at a thousand series of which a tenth moved, and what learning adds to each reading.
 * Properties: looks (2000).
 */
class CauseBench {

    private static final int LOOKS = Integer.getInteger("looks", 2000);
    private static final int SERIES = 1000;
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aLookAtAThousandSeries() {
        Watched machine = new Watched().during(HOUR, levels(0.1, 0.1)).during(Duration.ofSeconds(20), levels(0.1, 0.9));
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Double> millis = new ArrayList<>();
        for (int look = 0; look < LOOKS; look++) {
            // By so little that nothing is forgotten, and into another second so that no look is shared.
            machine.now = machine.now.plusSeconds(look % 2 == 0 ? 1 : -1);
            long from = thread.getCurrentThreadCpuTime();
            machine.breach();
            millis.add((thread.getCurrentThreadCpuTime() - from) / 1e6);
        }
        System.out.printf("processor time of the first look %.2f ms, of all %s ms%n", millis.getFirst(),
                Percentiles.of(millis));
    }

    @Test
    void learningFromReadings() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Watched machine = new Watched().during(HOUR, levels(0.1, 0.1));
        long bytes = thread.getCurrentThreadAllocatedBytes();
        long from = thread.getCurrentThreadCpuTime();
        machine.during(HOUR, levels(0.1, 0.1));
        double readings = SERIES * HOUR.toSeconds() / 5.0;
        System.out.printf("a reading taken in: %.0f ns, %.0f B, what made it included%n",
                (thread.getCurrentThreadCpuTime() - from) / readings,
                (thread.getCurrentThreadAllocatedBytes() - bytes) / readings);
    }

    private static List<Level> levels(double most, double some) {
        return IntStream.range(0, SERIES).mapToObj(
                i -> level("system.disk.busy", i % 10 == 0 ? some : most, "device", "sd" + i)).toList();
    }
}
