package io.tidemark.probe.workload;

import io.tidemark.probe.target.HttpRequest;
import java.util.regex.Pattern;

/** The user's own HTTP request, and what its answer must be. */
public record Request(HttpRequest sent, HttpExpectation expected) implements Task {

    private static final Pattern VALUE = Pattern.compile("=[^&]*");

    @Override
    public boolean writes() {
        return sent.writes();
    }

    /** Without what may be secret: values of parameters and headers, and the body. */
    @Override
    public String toString() {
        return sent.method() + " " + shown(sent.path()) + (sent.body() == null ? "" : " with a body");
    }

    /** A path without the values of its parameters. */
    static String shown(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query) + VALUE.matcher(path.substring(query)).replaceAll("=…");
    }
}
