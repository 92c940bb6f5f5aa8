package io.tidemark.alert.jpa;

import io.tidemark.alert.cause.Causes;
import io.tidemark.alert.cause.Causes.Cause;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Causes as they come with an alert. */
public final class SomeCauses {

    private SomeCauses() {}

    /**
     * Some.
     *
     * @param moved how many readings moved; every second one points to a cause
     */
    public static Causes of(int moved) {
        List<Cause> causes = IntStream.range(0, moved).mapToObj(i -> new Cause("system.disk.busy",
                Map.of("device", "sd" + i), 0.99, i == 0 ? null : 0.12, 31.4,
                "system.disk.busy{device=\"sd" + i + "\"} 99 % (usually 12 %)",
                i % 2 == 0 ? "the disk sd" + i + " was busy 99 %, its queue 14 deep" : null)).toList();
        return new Causes("the disk sd0 was busy 99 %, its queue 14 deep", true, causes);
    }
}
