package io.tidemark.probe;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;
import org.jspecify.annotations.Nullable;

/** A Tomcat that says which protocol it was asked in, over TLS speaks HTTP/2 as well, and echoes what WebSockets send. */
public final class TestTomcat implements AutoCloseable {

    private static final int THREADS = 200;
    private static final int CONNECTIONS = 2_000;

    private final Tomcat tomcat = new Tomcat();
    private final String scheme;

    /** @param tls null for plain HTTP */
    public TestTomcat(Path directory, @Nullable SSLContext tls) throws LifecycleException {
        scheme = tls == null ? "http" : "https";
        tomcat.setBaseDir(directory.toString());
        Connector connector = connector();
        if (tls != null) {
            encrypt(connector, tls);
        }
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "hello", new Hello());
        context.addServletMappingDecoded("/", "hello");
        context.addServletContainerInitializer(new WsSci(), Set.of());
        context.addServletContainerInitializer((_, made) -> addEcho(made), Set.of());
        tomcat.start();
    }

    private static Connector connector() {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxConnections", Integer.toString(CONNECTIONS));
        connector.setProperty("acceptCount", Integer.toString(CONNECTIONS));
        connector.setProperty("maxThreads", Integer.toString(THREADS));
        connector.setProperty("maxKeepAliveRequests", "-1");
        return connector;
    }

    private static void encrypt(Connector connector, SSLContext context) {
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        connector.addUpgradeProtocol(new Http2Protocol());
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host,
                SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setSslContext(new Given(context));
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
    }

    private static void addEcho(ServletContext context) {
        ServerContainer sockets = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            sockets.addEndpoint(ServerEndpointConfig.Builder.create(Echo.class, "/echo").build());
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where every message is sent back. */
    public String echoUrl() {
        return url().replaceFirst("http", "ws") + "/echo";
    }

    public String url() {
        return scheme + "://localhost:" + tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends every message of text back. */
    public static final class Echo extends Endpoint {

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, text -> echo(session, text));
        }

        private static void echo(Session session, String text) {
            try {
                session.getBasicRemote().sendText(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Hello extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getWriter().print("hello over " + request.getProtocol());
        }
    }

    /** Java's own, with a certificate that is in no file. */
    private record Given(SSLContext context) implements org.apache.tomcat.util.net.SSLContext {

        @Override
        public void init(KeyManager[] kms, TrustManager[] tms,
                SecureRandom random) {}

        @Override
        public void destroy() {}

        @Override
        public SSLSessionContext getServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        public SSLEngine createSSLEngine() {
            return context.createSSLEngine();
        }

        @Override
        public SSLServerSocketFactory getServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        public SSLParameters getSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[0];
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
