package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTextTests {

    private static final String PAIRS = """
            Ip: Forwarding InReceives
            Ip: 2 64
            Tcp: RtoMin MaxConn RetransSegs RetransSegsMore
            Tcp: 200 -1 3553 7
            TcpExt: ListenOverflows
            TcpExt: 5
            """;

    @Test
    void findsWholeNamesAtTheBeginningOfALine() {
        String text = "pgfault_more 1\nxpgfault 2\npgfault 3\nRssAnon:\t     108 kB\nlast 4";

        assertThat(KernelText.value(text, "pgfault")).isEqualTo(3);
        assertThat(KernelText.value(text, "RssAnon")).isEqualTo(108);
        assertThat(KernelText.value(text, "last")).isEqualTo(4);
        assertThat(KernelText.value(text, "fault")).isNaN();
        assertThat(KernelText.value("", "fault")).isNaN();
        assertThat(KernelText.value("fault", "fault")).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fault \n", "fault x\n", "fault 1x\n", "fault 99999999999999999999\n", "fault \n1\n"})
    void aNumberThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> KernelText.value(text, "fault")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void findsColumnsByTheirNames() {
        assertThat(KernelText.column(PAIRS, "Tcp:", "RetransSegs")).isEqualTo(3553);
        assertThat(KernelText.column(PAIRS, "Tcp:", "RetransSegsMore")).isEqualTo(7);
        assertThat(KernelText.column(PAIRS, "Tcp:", "MaxConn")).isEqualTo(-1);
        assertThat(KernelText.column(PAIRS, "Ip:", "Forwarding")).isEqualTo(2);
        assertThat(KernelText.column(PAIRS, "TcpExt:", "ListenOverflows")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Tcp:", "Tcp: A\n", "Tcp: A B\nTcp: 1\nUdp: 5 6 7 8\n", "Tcp: A B\nUdp: 1 2\n", "\n",
            "Tcp: A B\nTcp:\n"})
    void aTableThatIsCutShortHasNoColumn(String text) {
        assertThat(KernelText.column(text, "Tcp:", "B")).isNaN();
    }
}
