package io.tidemark.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing connects to where credentials are handed out, however the address is written. */
class AddressPolicyTests {

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.0.1", "fe80::1", "224.0.0.1", "ff02::1", "0.0.0.0", "::",
            "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254", "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "64:ff9b:1:fffe::a9fe:a9fe", "2002:a9fe:a9fe::1",
            "::169.254.169.254"})
    void someAddressesAreForbidden(String address) {
        assertThat(AddressPolicy.forbids(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "100.64.0.1", "fd12:3456::1",
            "64:ff9b::a00:7", "64:ff9b:1::a00:7", "64:ff9b:1::808:808", "0.1.2.3", "::2", "192.0.0.8", "198.18.0.1",
            "198.19.255.254", "100.127.255.254"})
    void othersAreOnlyPrivate(String address) {
        assertThat(AddressPolicy.forbids(InetAddress.ofLiteral(address))).isFalse();
        assertThat(AddressPolicy.isPrivate(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:2800:220:1::1",
            "64:ff9b::808:808", "64:ff9b:2::a00:7", "192.0.1.1", "198.17.255.255", "198.20.0.1", "1.0.0.1",
            "100.63.255.254"})
    void mostAreForEverybody(String address) {
        assertThat(AddressPolicy.forbids(InetAddress.ofLiteral(address))).isFalse();
        assertThat(AddressPolicy.isPrivate(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.google.internal", "METADATA.goog"})
    void namesOfSuchServicesAreForbiddenToo(String name) {
        assertThat(AddressPolicy.forbids(name)).isTrue();
        assertThat(AddressPolicy.forbids("shop.example")).isFalse();
    }
}
