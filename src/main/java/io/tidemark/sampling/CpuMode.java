package io.tidemark.sampling;

import java.util.Locale;

/** What a processor's time goes to, in OpenTelemetry's words. */
enum CpuMode {
    USER,
    NICE,
    SYSTEM,
    IDLE,
    IOWAIT,
    INTERRUPT,
    STEAL;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
