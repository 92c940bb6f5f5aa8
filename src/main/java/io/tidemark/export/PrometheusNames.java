package io.tidemark.export;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Unit;
import java.util.Map;

/**
 * Our metric names in Prometheus' form: words joined by `_`, the base unit as suffix. A few follow what its users know
 * from other exporters. See "Metric and label naming" in the Prometheus documentation.
 */
final class PrometheusNames {

    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("system.cpu.time", "system_cpu_seconds"), Map.entry("system.load.1m", "system_load1"),
            Map.entry("system.load.5m", "system_load5"), Map.entry("system.load.15m", "system_load15"),
            Map.entry("system.disk.read", "disk_read_bytes"), Map.entry("system.disk.written", "disk_written_bytes"),
            Map.entry("system.disk.busy", "disk_busy_seconds"),
            Map.entry("system.filesystem.size", "filesystem_size_bytes"),
            Map.entry("system.filesystem.available", "filesystem_available_bytes"),
            Map.entry("system.network.received", "network_receive_bytes"),
            Map.entry("system.network.sent", "network_transmit_bytes"),
            Map.entry("system.network.errors", "network_errors"),
            Map.entry("system.pressure", "pressure_stalled_seconds"),
            Map.entry("system.open_files", "system_open_file_descriptors"),
            Map.entry("process.cpu.time", "process_cpu_seconds"),
            Map.entry("process.resident", "process_resident_memory_bytes"),
            Map.entry("process.virtual", "process_virtual_memory_bytes"),
            Map.entry("process.private", "process_private_memory_bytes"),
            Map.entry("process.open_files", "process_open_file_descriptors"),
            Map.entry("process.max_files", "process_max_file_descriptors"));

    private PrometheusNames() {}

    /** The name without the suffix `_total` of counters. */
    static String of(Metric metric) {
        String known = KNOWN.get(metric.name());
        return "tidemark_" + (known == null ? metric.name().replace('.', '_') + suffix(metric) : known);
    }

    private static String suffix(Metric metric) {
        return switch (metric.unit()) {
            case SECONDS -> "_seconds";
            case BYTES -> "_bytes";
            case ONE -> isRatio(metric) ? "_ratio" : "";
            case PER_SECOND -> "_per_second";
            case BYTES_PER_SECOND -> "_bytes_per_second";
        };
    }

    // OpenTelemetry's word for a share of a whole.
    private static boolean isRatio(Metric metric) {
        return metric.unit() == Unit.ONE && metric.name().endsWith("utilization");
    }
}
