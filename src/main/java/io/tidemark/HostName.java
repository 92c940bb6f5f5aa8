package io.tidemark;

import io.tidemark.metric.InstanceName;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine. */
final class HostName {

    private HostName() {}

    static InstanceName instance() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            name = "localhost"; // a host without an entry for itself
        }
        return new InstanceName(name);
    }
}
