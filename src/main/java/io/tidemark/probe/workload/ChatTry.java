package io.tidemark.probe.workload;

import io.tidemark.metric.RetryAfter;
import io.tidemark.probe.target.Failure;
import io.tidemark.probe.target.Failure.Kind;
import io.tidemark.probe.target.HttpExchange;
import io.tidemark.probe.target.HttpStream;
import io.tidemark.probe.target.ProbeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One try to get a model's answer. */
final class ChatTry {

    private static final String STREAM = "text/event-stream";
    private static final String END = "[DONE]";

    private final Chat chat;
    private final String target;
    private final HttpExchange exchange;
    private boolean sent;
    private boolean refused;
    private Optional<Duration> asked = Optional.empty();
    private long from;
    private long lasted;
    private @Nullable ChatAnswer answer;

    ChatTry(Chat chat, String target, HttpExchange exchange) {
        this.chat = chat;
        this.target = target;
        this.exchange = exchange;
    }

    /**
     * Asks and reads all of the answer.
     *
     * @param watch is stopped when its end has come
     * @param end when that has to be, as {@link System#nanoTime()}
     */
    ChatAnswer ask(Stopwatch watch, long end) throws IOException, ProbeException {
        from = watch.ended();
        try (HttpStream stream = exchange.open(phase -> lap(phase, watch), end)) {
            if (stream.status() / 100 != 2) {
                throw refusal(stream);
            }
            ChatAnswer gathered = new ChatAnswer(target, chat.expected().needsContent());
            if (chat.manner().streamed()) {
                listen(stream, gathered, watch);
            } else {
                String text = stream.text();
                long came = System.nanoTime();
                gathered.take(text, "message");
                watch.stop(ChatCall.OPERATION, "answer", came);
            }
            answer = gathered;
            lasted = watch.ended() - from;
            return gathered;
        }
    }

    /** Until the first token all is one phase, for a server may send headers when it likes. */
    private void lap(String phase, Stopwatch watch) {
        switch (phase) {
            case "send" -> sent = true;
            case "first_byte" -> {
            }
            default -> {
                watch.lap(phase);
                from = watch.ended();
            }
        }
    }

    private ProbeException refusal(HttpStream stream) {
        refused = true;
        String header = stream.header("Retry-After");
        asked = header == null ? Optional.empty() : RetryAfter.parse(header, Instant.now());
        return new ProbeException(Failure.ofStatus(target, stream.status()), null);
    }

    private void listen(HttpStream stream, ChatAnswer gathered, Stopwatch watch) throws IOException, ProbeException {
        String type = stream.header("Content-Type");
        if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith(STREAM)) {
            throw failed(Kind.PROTOCOL, "did not answer with a stream of events");
        }
        ServerEvents events = new ServerEvents(target, stream);
        boolean begun = false;
        String data = events.next();
        while (data != null && !data.equals(END)) {
            if (gathered.take(data, "delta")) {
                token(watch, begun, events.cameAt());
                begun = true;
            }
            data = events.next();
        }
        if (data == null && !gathered.isFinished()) {
            throw failed(Kind.CUT, "ended its answer before that was complete");
        }
        watch.stop(ChatCall.OPERATION, "end", data == null ? System.nanoTime() : events.cameAt());
    }

    private static void token(Stopwatch watch, boolean begun, long at) {
        if (begun) {
            watch.part("token_gap", at);
        } else {
            watch.lap("first_token", at);
        }
    }

    private ProbeException failed(Kind kind, String what) {
        return new ProbeException(new Failure(kind, target + " " + what), null);
    }

    /** How long the server wants to be left alone. */
    Optional<Duration> asked() {
        return asked;
    }

    /** Nanoseconds from when it could be sent to the end of the answer. */
    long lasted() {
        return lasted;
    }

    /** What it has used: what the server says, and all it may have used where that does not. */
    TokenUse used(TokenUse most) {
        return answer == null
                ? sent && !refused ? most : TokenUse.NONE
                : answer.used().orElse(most);
    }
}
