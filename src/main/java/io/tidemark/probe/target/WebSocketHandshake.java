package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * Asks for a WebSocket over a connection, and looks whether the answer agrees to it in every word. Nothing of the answer
 * is shown but its status. Source: RFC 6455, 4.
 */
final class WebSocketHandshake {

    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int SWITCHING = 101;
    private static final int NONCE = 16;
    private static final int MOST_BYTES = 16_384;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");

    private final HttpTarget target;
    private final WebSocketRequest wanted;
    private final String key;
    private int read;

    WebSocketHandshake(HttpTarget target, WebSocketRequest wanted) {
        byte[] nonce = new byte[NONCE];
        ThreadLocalRandom.current().nextBytes(nonce);
        this.target = target;
        this.wanted = wanted;
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    /** @throws ProbeException when the server does not agree */
    void perform(TimedInput in, OutputStream out, long end) throws IOException, ProbeException {
        out.write(request().getBytes(StandardCharsets.ISO_8859_1));
        int status = status(line(in, end));
        if (status != SWITCHING) {
            throw failure(Kind.ofStatus(status), "refused the WebSocket with status " + status);
        }
        check(headers(in, end));
    }

    private String request() {
        HttpUrl url = target.url(wanted.path());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", host());
        headers.put("User-Agent", "tidemark");
        String credentials = target.credentials();
        if (credentials != null) {
            headers.put("Authorization", credentials);
        }
        wanted.headers().forEach((name, value) -> headers.put(name, value.value()));
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "websocket");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", key);
        if (wanted.subprotocol() != null) {
            headers.put("Sec-WebSocket-Protocol", wanted.subprotocol());
        }
        String query = url.encodedQuery() == null ? "" : "?" + url.encodedQuery();
        StringBuilder request = new StringBuilder("GET " + url.encodedPath() + query + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").toString();
    }

    private String host() {
        Host host = target.address().host();
        return host.port() == HttpUrl.defaultPort(target.address().encrypted() ? "https" : "http")
                ? host.name()
                : host.toString();
    }

    private int status(String line) throws ProbeException {
        Matcher matcher = STATUS.matcher(line);
        if (!matcher.matches()) {
            throw failure(Kind.PROTOCOL, "did not answer in HTTP");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private Map<String, String> headers(TimedInput in, long end) throws IOException, ProbeException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in, end); !line.isEmpty(); line = line(in, end)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw failure(Kind.PROTOCOL, "answered with a header that is none");
            }
            headers.merge(line.substring(0, colon), line.substring(colon + 1).strip(), (one, two) -> one + ", " + two);
        }
        return headers;
    }

    private String line(TimedInput in, long end) throws IOException, ProbeException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(end); next != '\n'; next = in.read(end)) {
            if (++read > MOST_BYTES) {
                throw failure(Kind.TOO_LARGE, "answered with more than the " + MOST_BYTES
                        + " bytes that are read of headers");
            }
            line.append((char) next);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    private void check(Map<String, String> headers) throws ProbeException {
        require("websocket".equalsIgnoreCase(headers.get("Upgrade")) && isUpgrade(headers.getOrDefault("Connection",
                "")), "agreed to switch the protocol, but not to WebSocket");
        require(accepted().equals(headers.get("Sec-WebSocket-Accept")),
                "answered with a wrong Sec-WebSocket-Accept, so it has not understood that a WebSocket was asked for");
        require(!headers.containsKey("Sec-WebSocket-Extensions"), "chose an extension that was not offered");
        require(Objects.equals(wanted.subprotocol(), headers.get("Sec-WebSocket-Protocol")),
                wanted.subprotocol() == null
                        ? "chose a subprotocol that was not offered"
                        : "did not agree to the subprotocol " + wanted.subprotocol());
    }

    private static boolean isUpgrade(String connection) {
        return Stream.of(connection.toLowerCase(Locale.ROOT).split(",", -1)).map(String::strip)
                .anyMatch("upgrade"::equals);
    }

    private String accepted() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-1", e);
        }
    }

    private void require(boolean holds, String otherwise) throws ProbeException {
        if (!holds) {
            throw failure(Kind.PROTOCOL, otherwise);
        }
    }

    private ProbeException failure(Kind kind, String what) {
        return new ProbeException(new Failure(kind, target.name() + " " + what), null);
    }
}
