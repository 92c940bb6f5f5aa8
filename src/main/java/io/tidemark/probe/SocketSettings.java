package io.tidemark.probe;

import io.tidemark.metric.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said over a WebSocket.
 *
 * @param path behind that of the target, with the query; that of the target by default
 * @param headers of the handshake, by name; never shown
 * @param subprotocol what the server has to agree to speak
 * @param greetings messages the server sends by itself before it is spoken to; none by default
 * @param message text to send instead of one of ours, on a target that allows writes; `{mark}` in it becomes what an
 *        answer is known by; never shown
 * @param expect what an answer must contain; the message itself by default
 * @param size of our own messages, such as `64B`
 * @param inFlight the most messages of the workload `messages`, and of no other, on their way at once on one stream; 64 by
 *        default, 1 with a `load.rate` or `load.think`
 * @param maxMessage what is read of a message, such as `64kB`
 */
public record SocketSettings(@Nullable String path, @Nullable Map<String, Secret> headers,
        @Nullable String subprotocol, @Nullable Integer greetings, @Nullable Secret message, @Nullable String expect,
        @Nullable String size, @Nullable Integer inFlight, @Nullable String maxMessage) {}
