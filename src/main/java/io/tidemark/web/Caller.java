package io.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a request comes from, as far as the connection and the browser tell; nothing else is believed. */
record Caller(HttpServletRequest request) {

    private static final Pattern LOCAL_HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?",
            Pattern.CASE_INSENSITIVE);

    /** Types a plain HTML form or a script of another site can post without asking first. */
    private static final List<String> FORM_TYPES = List.of("application/x-www-form-urlencoded", "multipart/form-data",
            "text/plain");

    /**
     * Whether the caller sits at this machine. The peer alone does not say so: a page of another site can make the
     * browser here connect under its own name (DNS rebinding), and a proxy here passes on the requests of others.
     */
    boolean isLocal() {
        return isLoopbackPeer() && isLocalHost() && !isPassedOn();
    }

    /** Whether a page of ours sent this, or no page at all. */
    boolean isOwnOrigin() {
        String own = (request.getScheme() + "://" + request.getHeader("Host")).toLowerCase(Locale.ROOT);
        return headers("Origin").stream().allMatch(origin -> origin.toLowerCase(Locale.ROOT).equals(own));
    }

    /** Whether the body's type is stated, and is none that a form of another site can send. */
    boolean isBeyondForms() {
        String type = request.getContentType();
        return type != null && !FORM_TYPES.contains(essence(type));
    }

    private boolean isLoopbackPeer() {
        try {
            return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    private boolean isLocalHost() {
        List<String> hosts = headers("Host");
        return hosts.size() == 1 && LOCAL_HOST.matcher(hosts.getFirst()).matches();
    }

    private boolean isPassedOn() {
        return Stream.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
                .anyMatch(name -> request.getHeader(name) != null);
    }

    private List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static String essence(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
