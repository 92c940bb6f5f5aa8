package io.tidemark.sampling;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import oshi.hardware.NetworkIF;

/** Network devices that carry anything: bytes received and sent, errors and what was dropped; and TCP. */
@Component
final class NetworkSampler implements Sampler {

    private static final int DEVICES = 32;

    private static final Metric RECEIVED = Metric.counter("system.network.received", Unit.BYTES, Better.NEITHER,
            "Bytes received by a network device");
    private static final Metric SENT = Metric.counter("system.network.sent", Unit.BYTES, Better.NEITHER,
            "Bytes sent by a network device");
    private static final Metric ERRORS = Metric.counter("system.network.errors", Unit.ONE, Better.LOWER,
            "Packets a network device could not receive or send");
    private static final Metric DROPPED = Metric.counter("system.network.dropped", Unit.ONE, Better.LOWER,
            "Packets dropped on the way in or out for want of room or use");

    private static final List<Metric> DEVICE = List.of(RECEIVED, SENT, ERRORS, DROPPED);

    private final SeriesTable series = new SeriesTable("device", DEVICES, DEVICE);
    private final Reader reader;
    private final Tcp tcp;

    NetworkSampler(Procfs procfs, Oshi oshi) {
        this.tcp = new Tcp(procfs, System::nanoTime);
        this.reader = procfs.present() ? new Kernel(procfs) : new Others(oshi);
    }

    @Override
    public String name() {
        return "system.network";
    }

    @Override
    public List<Metric> metrics() {
        return Stream.concat(DEVICE.stream(), Tcp.METRICS.stream()).toList();
    }

    @Override
    public void read(Readings readings) {
        readings.part(() -> devices(readings));
        if (tcp.offered()) {
            tcp.read(readings);
        }
    }

    private void devices(Readings readings) throws IOException {
        for (Device device : reader.read()) {
            if (device.received > 0 || device.sent > 0) {
                series.add(readings, device.name, (double) device.received, (double) device.sent,
                        (double) device.errors, (double) device.dropped);
            }
        }
        series.endRound();
    }

    interface Reader {
        List<Device> read() throws IOException;
    }

    /** Totals of one device. */
    record Device(String name, long received, long sent, long errors, long dropped) {}

    /** Reads /proc/net/dev: OSHI asks each device for its addresses as well. */
    static final class Kernel implements Reader {

        /** The loopback, and ends of pairs, which come and go with containers and count what others count. */
        private static final Pattern SKIPPED = Pattern.compile("lo|(veth|cali|lxc|ifb|dummy).*");

        private final Procfs procfs;
        private final TextReader text = new TextReader();

        Kernel(Procfs procfs) {
            this.procfs = procfs;
        }

        @Override
        public List<Device> read() throws IOException {
            return text.read(procfs.file("net/dev"), Kernel::parse);
        }

        static List<Device> parse(String text) {
            List<Device> devices = new ArrayList<>();
            for (String line : (Iterable<String>) text.lines().skip(2)::iterator) {
                int colon = line.lastIndexOf(':');
                String name = line.substring(0, colon).strip();
                if (!SKIPPED.matcher(name).matches()) {
                    devices.add(device(name, new StringTokenizer(line.substring(colon + 1))));
                }
            }
            return devices;
        }

        /** Eight columns of what was received, bytes, packets, errors and drops first, and the same of what was sent. */
        private static Device device(String name, StringTokenizer words) {
            long[] columns = new long[12];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Long.parseLong(words.nextToken());
            }
            return new Device(name, columns[0], columns[8], columns[2] + columns[10],
                    columns[3] + columns[11]);
        }
    }

    /** Lists the devices now and then and updates each every time. */
    private static final class Others implements Reader {

        private final Oshi oshi;
        private final Every listing = new Every(Duration.ofMinutes(5), System::nanoTime);
        private List<NetworkIF> devices = List.of();

        Others(Oshi oshi) {
            this.oshi = oshi;
        }

        @Override
        public List<Device> read() {
            if (listing.due()) {
                devices = oshi.hardware().getNetworkIFs();
            }
            return devices.stream().filter(NetworkIF::updateAttributes).map(d -> new Device(d.getName(),
                    d.getBytesRecv(), d.getBytesSent(), d.getInErrors() + d.getOutErrors(), d.getInDrops())).toList();
        }
    }
}
