package io.tidemark.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An authority and the certificates it gives out, good ones and others. */
public final class TestCertificates {

    private final HeldCertificate authority = new HeldCertificate.Builder().certificateAuthority(0).build();

    /** A file with the authority in it. */
    public Path file(Path directory) throws IOException {
        return Files.writeString(directory.resolve("authority.pem"), authority.certificatePem());
    }

    /** A server with a certificate for a host, valid from and to so long after now. */
    SSLContext server(String host, Duration from, Duration to) {
        return new HandshakeCertificates.Builder().heldCertificate(certificate(host, from, to), authority.certificate())
                .build().sslContext();
    }

    private HeldCertificate certificate(String host, Duration from, Duration to) {
        long now = Instant.now().toEpochMilli();
        return new HeldCertificate.Builder().addSubjectAlternativeName(host)
                .validityInterval(now + from.toMillis(), now + to.toMillis()).signedBy(authority).build();
    }

    public SSLContext good() {
        return server("localhost", Duration.ofDays(-1), Duration.ofDays(30));
    }

    /** A good one that does not show who has signed it, which is for its visitors to know. */
    SSLContext alone() {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate("localhost", Duration.ofDays(-1), Duration.ofDays(30))).build()
                .sslContext();
    }

    SSLContext expired() {
        return server("localhost", Duration.ofDays(-30), Duration.ofDays(-1));
    }

    SSLContext ofAnotherHost() {
        return server("shop.example", Duration.ofDays(-1), Duration.ofDays(30));
    }
}
