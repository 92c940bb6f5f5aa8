package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Series;
import io.tidemark.metric.Unit;
import java.util.List;
import java.util.function.LongSupplier;

/** TCP of this network namespace, both versions of IP together; Linux only. OSHI takes 11 ms to count connections. */
final class Tcp {

    private static final Metric CONNECTIONS = Metric.gauge("system.network.connections", Unit.ONE, Better.NEITHER,
            "TCP connections by state");
    private static final Metric SENT = Metric.counter("system.network.tcp.segments_sent", Unit.ONE, Better.NEITHER,
            "TCP segments sent, those sent again left out");
    private static final Metric RETRANSMITTED = Metric.counter("system.network.tcp.retransmissions", Unit.ONE,
            Better.LOWER, "TCP segments sent again because nobody confirmed them");
    private static final Metric OVERFLOWS = Metric.counter("system.network.tcp.listen_overflows", Unit.ONE,
            Better.LOWER, "TCP connections refused because a listener's queue was full");

    static final List<Metric> METRICS = List.of(CONNECTIONS, SENT, RETRANSMITTED, OVERFLOWS);

    private static final Series ESTABLISHED_SERIES = Series.of(CONNECTIONS, "state", "established");
    private static final Series TIME_WAIT_SERIES = Series.of(CONNECTIONS, "state", "time_wait");
    private static final Series SENT_SERIES = Series.of(SENT);
    private static final Series RETRANSMITTED_SERIES = Series.of(RETRANSMITTED);
    private static final Series OVERFLOWS_SERIES = Series.of(OVERFLOWS);

    private final TextReader reader = new TextReader();
    private final Procfs procfs;
    private final boolean offered;
    private final Kept slow;

    Tcp(Procfs procfs, LongSupplier nanos) {
        this.procfs = procfs;
        this.slow = new Kept(this::slow, nanos);
        this.offered = procfs.file("net/snmp").canRead();
    }

    boolean offered() {
        return offered;
    }

    void read(Readings readings) {
        readings.part(() -> {
            Segments segments = reader.read(procfs.file("net/snmp"), Segments::parse);
            readings.add(ESTABLISHED_SERIES, segments.established);
            readings.add(SENT_SERIES, segments.sent);
            readings.add(RETRANSMITTED_SERIES, segments.retransmitted);
        });
        readings.part(() -> slow.read(readings));
    }

    private void slow(Readings readings) {
        readings.part(() -> {
            double overflows = reader.read(procfs.file("net/netstat"),
                    text -> KernelText.column(text, "TcpExt:", "ListenOverflows"));
            readings.add(OVERFLOWS_SERIES, overflows);
        });
        readings.part(() -> {
            double waiting = reader.read(procfs.file("net/sockstat"), Tcp::timeWait);
            readings.add(TIME_WAIT_SERIES, waiting);
        });
    }

    /** `TCP: inuse 5 orphan 0 tw 26 alloc 7 mem 1`. */
    private static double timeWait(String text) {
        int tcp = text.indexOf("TCP: ");
        int at = tcp < 0 ? -1 : text.indexOf(" tw ", tcp);
        return at < 0 ? Double.NaN : KernelText.value(text.substring(at + 1), "tw");
    }

    /** See RFC 4022; NaN for what this kernel does not count. */
    private record Segments(double established, double sent, double retransmitted) {

        static Segments parse(String text) {
            return new Segments(KernelText.column(text, "Tcp:", "CurrEstab"),
                    KernelText.column(text, "Tcp:", "OutSegs"), KernelText.column(text, "Tcp:", "RetransSegs"));
        }
    }
}
