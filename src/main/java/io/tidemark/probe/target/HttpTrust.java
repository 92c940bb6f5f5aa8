package io.tidemark.probe.target;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom an HTTP endpoint's certificate has to be from. Every connection shakes hands in full: a resumed TLS session would
 * neither show a certificate that was exchanged meanwhile nor tell what a new visitor waits for.
 */
final class HttpTrust extends SSLSocketFactory {

    private final X509TrustManager manager;

    private HttpTrust(X509TrustManager manager) {
        this.manager = manager;
    }

    /** The authorities this Java trusts. */
    static HttpTrust ofSystem() {
        try {
            return of((KeyStore) null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no authorities to trust", e);
        }
    }

    /**
     * Only the authorities in a PEM file.
     *
     * @throws IllegalArgumentException with one sentence
     */
    static HttpTrust of(String key, Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            for (Certificate one : all) {
                store.setCertificateEntry(Integer.toString(store.size()), one);
            }
            if (all.isEmpty()) {
                throw new IllegalArgumentException(key + ": '" + file + "' has no certificate in it");
            }
            return of(store);
        } catch (IOException e) {
            throw new IllegalArgumentException(key + ": '" + file + "' cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(key + ": '" + file + "' is no file of certificates in PEM form", e);
        }
    }

    private static HttpTrust of(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return new HttpTrust((X509TrustManager) factory.getTrustManagers()[0]);
    }

    X509TrustManager manager() {
        return manager;
    }

    private SSLSocketFactory fresh() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{manager}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java knows no TLS", e);
        }
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return fresh().createSocket(socket, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return fresh().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return fresh().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the client connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("the client connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the client connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("the client connects by itself");
    }
}
