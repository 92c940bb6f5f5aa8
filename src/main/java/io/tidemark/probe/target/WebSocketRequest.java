package io.tidemark.probe.target;

import io.tidemark.metric.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a WebSocket is asked for.
 *
 * @param path behind that of the target, with the query; empty or beginning with one slash
 * @param headers by name; never shown
 * @param subprotocol what the server has to agree to speak; null for none
 * @param maxMessage bytes that are read of a message; a longer one ends the WebSocket
 */
public record WebSocketRequest(String path, Map<String, Secret> headers, @Nullable String subprotocol,
        int maxMessage) {

    public WebSocketRequest {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
