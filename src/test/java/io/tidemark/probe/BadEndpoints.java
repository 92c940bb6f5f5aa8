package io.tidemark.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** HTTP endpoints that misbehave, each in its own way, and what the failures of each are to be counted by. */
final class BadEndpoints implements AutoCloseable {

    private final Map<String, TargetSettings> targets = new LinkedHashMap<>();
    private final Map<String, String> kinds = new TreeMap<>();
    private final List<AutoCloseable> servers = new ArrayList<>();

    /** @param directory where the certificate of their authority may be written to */
    BadEndpoints(Path directory) throws IOException {
        slow();
        rude();
        encrypted(directory);
        add("refusing", "connect", target("http://localhost:" + TestRedis.freePort()));
        add("nowhere", "dns", target("http://no-such-host.invalid"));
    }

    private void slow() throws IOException {
        add("hanging", "timeout", RawServer.hanging());
        add("trickling", "timeout", RawServer.trickling());
        add("trickling-headers", "timeout", RawServer.tricklingHeaders());
    }

    private void rude() throws IOException {
        add("endless", "too_large", RawServer.endless());
        add("endless-headers", "too_large", RawServer.endlessHeaders());
        add("garbage", "protocol", RawServer.saying("220 mail.example ESMTP\r\n\r\n"));
        add("silent", "connect", RawServer.saying(""));
        add("breaking-off", "protocol", RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx"));
    }

    private void encrypted(Path directory) throws IOException {
        TestCertificates certificates = new TestCertificates();
        Path authority = certificates.file(directory);
        add("expired", "tls", TestHttp.encrypted(certificates.expired(), x -> TestHttp.answer(x, 200, "")), authority);
        add("wrong", "tls", TestHttp.encrypted(certificates.ofAnotherHost(), x -> TestHttp.answer(x, 200, "")),
                authority);
        add("stranger", "tls", TestHttp.encrypted(new TestCertificates().good(), x -> TestHttp.answer(x, 200, "")),
                authority);
        RawServer mute = RawServer.hanging();
        servers.add(mute);
        add("mute", "timeout", target("https://localhost:" + mute.port()));
        RawServer plain = new RawServer((visitor, end) -> {
            RawServer.say(visitor, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            end.await();
        });
        servers.add(plain);
        add("plain", "tls", target("https://localhost:" + plain.port()));
    }

    private void add(String name, String kind, RawServer server) {
        servers.add(server);
        add(name, kind, server.settings());
    }

    private void add(String name, String kind, TestHttp server, Path authority) {
        servers.add(server);
        add(name, kind, server.settings(authority));
    }

    private void add(String name, String kind, TargetSettings settings) {
        targets.put(name, settings);
        kinds.put(name, kind);
    }

    private static TargetSettings target(String url) {
        return new TargetSettings(url, null, null, false, null, null, null);
    }

    Map<String, TargetSettings> targets() {
        return targets;
    }

    Map<String, String> kinds() {
        return kinds;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }
}
