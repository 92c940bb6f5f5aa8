package io.tidemark.collect.web;

import io.tidemark.collect.web.Replay.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One open stream: a bounded queue and a thread of its own that writes it out, so that no reader holds up another. */
final class Subscriber {

    /** Room for all that may have been missed and for as much again. */
    private static final int QUEUE = 4_000;
    private static final long HEARTBEAT_SECONDS = 15;
    // The text is JSON already; as text/plain it goes out as it is.
    private static final MediaType JSON_TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private static final Event END = new Event(0, "", "", "");

    private final SseEmitter emitter = new SseEmitter(0L);
    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Consumer<Subscriber> whenGone;
    private final Thread writer = Thread.ofVirtual().name("event-stream").unstarted(this::write);

    Subscriber(Consumer<Subscriber> whenGone) {
        this.whenGone = whenGone;
        emitter.onCompletion(this::close);
        emitter.onTimeout(this::close);
        emitter.onError(_ -> close());
    }

    SseEmitter emitter() {
        return emitter;
    }

    void start() {
        writer.start();
    }

    void offer(Event event) {
        if (!queue.offer(event)) {
            close();
            // It takes nothing, so what is being written to it would never end.
            writer.interrupt();
        }
    }

    /** Not by interrupting: what breaks while it is written is not completed, and holds up the web server's end. */
    void close() {
        whenGone.accept(this);
        queue.clear();
        queue.offer(END);
    }

    private void write() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Event event = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                if (END.equals(event)) {
                    return;
                }
                emitter.send(event == null
                        ? SseEmitter.event().comment("")
                        : SseEmitter.event().id(event.id()).name(event.name()).data(event.data(), JSON_TEXT));
            }
        } catch (IOException | IllegalStateException | InterruptedException _) {
            // The reader is gone or the service is: either way there is nobody left to tell.
        } finally {
            whenGone.accept(this);
            emitter.complete();
        }
    }
}
