package io.tidemark.probe.target;

import java.io.IOException;
import java.time.Duration;

/** An endpoint that speaks WebSocket. All until it does is as on an HTTP endpoint, and done by one. */
public final class WebSocketTarget implements Target {

    private final HttpTarget http;

    WebSocketTarget(HttpTarget http) {
        this.http = http;
    }

    @Override
    public String name() {
        return http.name();
    }

    @Override
    public boolean writes() {
        return http.writes();
    }

    @Override
    public int mostSessions() {
        return http.mostSessions();
    }

    @Override
    public boolean keepsSessions() {
        return http.keepsSessions();
    }

    @Override
    public WebSocketSession open(Duration limit) throws IOException, ProbeException {
        HttpSockets sockets = new HttpSockets(name());
        return new WebSocketSession(http, sockets, http.connect(sockets, http.within(limit), _ -> {}), limit);
    }

    @Override
    public Failure explain(Throwable failure) {
        return http.explain(failure);
    }

    @Override
    public String toString() {
        return http.toString();
    }
}
