package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel counts of memory that runs short, and of TCP. */
class PagingAndTcpTests {

    private static final String SNMP = """
            Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens CurrEstab InSegs OutSegs RetransSegs InErrs
            Tcp: 1 200 120000 -1 105326 22 23192636 23184801 3553 0
            """;

    private final Readings readings = new Readings(Instant.EPOCH);

    @TempDir
    private Path directory;

    @Test
    void tellsFaultsSwappingAndKills() throws IOException {
        kernel().proc("vmstat", "pswpin 3\npswpout 4\npgfault 100\npgmajfault 7\noom_kill 1\n");
        new Paging(procfs()).read(readings);

        assertThat(Taken.by(readings)).containsExactlyInAnyOrderEntriesOf(Map.of(
                "system.paging.faults{type=\"major\"}", 7.0, "system.paging.faults{type=\"minor\"}", 93.0,
                "system.paging.operations{direction=\"in\"}", 3.0, "system.paging.operations{direction=\"out\"}", 4.0,
                "system.oom_kills", 1.0));
    }

    @Test
    void whatAKernelDoesNotCountIsLeftOut() throws IOException {
        kernel().proc("vmstat", "pgfault 100\npgmajfault 7\n");
        new Paging(procfs()).read(readings);

        assertThat(Taken.by(readings)).hasSize(2).doesNotContainKey("system.oom_kills");
        assertThat(new Paging(new Procfs(directory.resolve("no"), directory)).offered()).isFalse();
        assertThat(new Tcp(new Procfs(directory.resolve("no"), directory), new Turned()).offered()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pgfault x\n", "oom_kill 99999999999999999999\n", "pswpin -\n"})
    void garbageIsOneSentence(String text) {
        kernel().proc("vmstat", text);

        assertThatThrownBy(() -> new Paging(procfs()).read(readings)).isInstanceOf(IOException.class)
                .hasMessage(directory.resolve("proc/vmstat") + " is not understood");
    }

    @Test
    void tellsConnectionsAndWhatWasSentAgain() {
        kernel().proc("net/snmp", SNMP).proc("net/netstat", "TcpExt: A ListenOverflows\nTcpExt: 1 9\n")
                .proc("net/sockstat", "sockets: used 52\nTCP: inuse 14 orphan 0 tw 26 alloc 27 mem 188\n");
        new Tcp(procfs(), new Turned()).read(readings);

        assertThat(Taken.by(readings)).containsExactlyInAnyOrderEntriesOf(Map.of(
                "system.network.connections{state=\"established\"}", 22.0,
                "system.network.connections{state=\"time_wait\"}", 26.0, "system.network.tcp.segments_sent",
                23_184_801.0, "system.network.tcp.retransmissions", 3553.0, "system.network.tcp.listen_overflows",
                9.0));
    }

    @Test
    void aTableThatIsMissingOrCutShortDoesNotCostTheOthers() {
        kernel().proc("net/snmp", SNMP).proc("net/sockstat", "TCP: inuse 14 orphan 0 tw");
        new Tcp(procfs(), new Turned()).read(readings);

        assertThat(Taken.by(readings)).hasSize(3);
        assertThat(readings.failures()).hasSize(1);
    }

    private FakeKernel kernel() {
        return new FakeKernel(directory);
    }

    private Procfs procfs() {
        return kernel().procfs();
    }
}
