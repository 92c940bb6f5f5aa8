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
        int query = sent.path().indexOf('?');
        String path = query < 0
                ? sent.path()
                : sent.path().substring(0, query) + VALUE.matcher(sent.path().substring(query)).replaceAll("=…");
        return sent.method() + " " + path + (sent.body() == null ? "" : " with a body");
    }
}
