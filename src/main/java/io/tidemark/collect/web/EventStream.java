package io.tidemark.collect.web;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertJson;
import io.tidemark.collect.Listener;
import io.tidemark.collect.Status;
import io.tidemark.collect.Status.ResultStatus;
import io.tidemark.collect.web.Replay.Event;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.ThresholdJson;
import io.tidemark.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells every open page what has gone through the pipeline. An event is written as JSON once for all; nobody listening
 * costs nothing, and a reader too slow for its queue is cut off and comes back by itself.
 */
@Component
class EventStream implements Listener {

    private static final int MOST_READERS = 100;

    /** How long what passes is kept for readers who were cut off, once the last one has gone. */
    private static final Duration KEPT = Duration.ofSeconds(60);

    /** Its figures are totals: people read them, nobody waits for them. */
    private static final Duration SERVICE_EVERY = Duration.ofSeconds(5);

    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final Sources sources;
    private final ObjectProvider<Status> status;
    private final ObjectProvider<ServiceFigures> service;
    private final JsonMapper json;
    private final LongSupplier ticker;
    /** Guarded by itself, with the handing out of events, so that none is lost or doubled for one who comes back. */
    private final Replay replay;
    private boolean closed;
    private volatile boolean kept;
    private volatile long lastHeard;
    private volatile long serviceTold;

    /**
     * @param status asked for late, as is the service: they stand behind the pipeline, which stands behind this listener
     */
    @Autowired
    EventStream(Sources sources, ObjectProvider<Status> status, ObjectProvider<ServiceFigures> service,
            JsonMapper json) {
        this(sources, status, service, json, System::nanoTime,
                Long.toString(System.currentTimeMillis(), Character.MAX_RADIX)
                        + Integer.toString(RandomGenerator.getDefault().nextInt(1 << 20), Character.MAX_RADIX));
    }

    /**
     * @param ticker monotonic nanoseconds
     * @param life differs between starts of the service
     */
    EventStream(Sources sources, ObjectProvider<Status> status, ObjectProvider<ServiceFigures> service,
            JsonMapper json, LongSupplier ticker, String life) {
        this.sources = sources;
        this.status = status;
        this.service = service;
        this.json = json;
        this.ticker = ticker;
        this.replay = new Replay(life);
    }

    /** @param lastId of the last event the reader has seen; null for one who is new */
    SseEmitter open(@Nullable String lastId) {
        if (subscribers.size() >= MOST_READERS) {
            throw ProblemException.unavailable("There are " + MOST_READERS + " open streams, which is the most.");
        }
        Subscriber subscriber = new Subscriber(this::gone);
        String now = json.writeValueAsString(statusLine());
        synchronized (replay) {
            if (closed) {
                throw ProblemException.unavailable("The service is ending.");
            }
            forgetWhenNobodyCame();
            if (lastId != null) {
                replay.since(lastId).ifPresentOrElse(missed -> missed.forEach(subscriber::offer),
                        () -> subscriber.offer(new Event(0, replay.lastId(), "reset", "{}")));
            }
            // Under the id of the newest event: for this reader alone, and nothing to come back for.
            subscriber.offer(new Event(0, replay.lastId(), "status", now));
            subscribers.add(subscriber);
            kept = true;
        }
        subscriber.start();
        return subscriber.emitter();
    }

    private void gone(Subscriber subscriber) {
        lastHeard = ticker.getAsLong();
        subscribers.remove(subscriber);
    }

    /** Whether there is anybody to tell, or somebody cut off lately who may come back. */
    private boolean isHeard() {
        if (!subscribers.isEmpty()) {
            return true;
        }
        if (kept && isForgotten()) {
            synchronized (replay) {
                forgetWhenNobodyCame();
            }
        }
        return kept;
    }

    private boolean isForgotten() {
        return subscribers.isEmpty() && ticker.getAsLong() - lastHeard > KEPT.toNanos();
    }

    private void forgetWhenNobodyCame() {
        if (kept && isForgotten()) {
            replay.clear();
            kept = false;
        }
    }

    @Override
    public void accepted(@Nullable Observation observation, List<Judgement> judgements, List<AlertChange> changes) {
        if (!isHeard()) {
            return;
        }
        if (observation == null) {
            publish("status", statusLine());
            publishServiceNowAndThen();
        } else {
            sources.find(observation.source()).ifPresentOrElse(
                    source -> publish("observation", ObservationJson.of(observation, source.description().kind())),
                    () -> publish("result", ResultLineJson.of(ResultStatus.come(observation))));
        }
        if (!judgements.isEmpty()) {
            publish("judgements", judgements.stream().map(ThresholdJson::of).toList());
        }
        changes.forEach(change -> publish("alert", AlertJson.of(change.alert())));
    }

    private void publishServiceNowAndThen() {
        long now = ticker.getAsLong();
        if (now - serviceTold >= SERVICE_EVERY.toNanos()) {
            serviceTold = now;
            publish("service", service.getObject().now());
        }
    }

    /** An open stream would hold up the shutdown of the web server. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        synchronized (replay) {
            closed = true;
        }
        subscribers.forEach(Subscriber::close);
    }

    private void publish(String name, Object body) {
        String data = json.writeValueAsString(body);
        synchronized (replay) {
            Event event = replay.add(name, data);
            subscribers.forEach(subscriber -> subscriber.offer(event));
        }
    }

    private StatusLine statusLine() {
        Status.Snapshot now = status.getObject().snapshot();
        return new StatusLine(now.overall(), now.at());
    }

    record StatusLine(Status.Overall status, java.time.Instant time) {}
}
