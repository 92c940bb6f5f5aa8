package io.tidemark.collect.web;

import io.tidemark.alert.AlertChange;
import io.tidemark.alert.AlertJson;
import io.tidemark.collect.Listener;
import io.tidemark.collect.Status;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Sources;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.ThresholdJson;
import io.tidemark.web.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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

    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final Sources sources;
    private final ObjectProvider<Status> status;
    private final JsonMapper json;

    /** @param status asked for late: it stands behind the pipeline, which stands behind this listener */
    EventStream(Sources sources, ObjectProvider<Status> status, JsonMapper json) {
        this.sources = sources;
        this.status = status;
        this.json = json;
    }

    SseEmitter open() {
        if (subscribers.size() >= MOST_READERS) {
            throw ProblemException.unavailable("There are " + MOST_READERS + " open streams, which is the most.");
        }
        Subscriber subscriber = new Subscriber(subscribers::remove);
        subscribers.add(subscriber);
        subscriber.start();
        subscriber.offer(statusEvent());
        return subscriber.emitter();
    }

    @Override
    public void accepted(@Nullable Observation observation, List<Judgement> judgements, List<AlertChange> changes) {
        if (subscribers.isEmpty()) {
            return;
        }
        if (observation == null) {
            publish(this::statusEvent);
        } else {
            sources.find(observation.source()).ifPresent(source -> publish(
                    () -> event("observation", ObservationJson.of(observation, source.description().kind()))));
        }
        if (!judgements.isEmpty()) {
            publish(() -> event("judgements", judgements.stream().map(ThresholdJson::of).toList()));
        }
        changes.forEach(change -> publish(() -> event("alert", AlertJson.of(change.alert()))));
    }

    /** An open stream would hold up the shutdown of the web server. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        subscribers.forEach(Subscriber::close);
    }

    private void publish(Supplier<Event> event) {
        Event written = event.get();
        subscribers.forEach(subscriber -> subscriber.offer(written));
    }

    private Event statusEvent() {
        Status.Snapshot now = status.getObject().snapshot();
        return event("status", new StatusLine(now.overall(), now.at()));
    }

    private Event event(String name, Object body) {
        return new Event(name, json.writeValueAsString(body));
    }

    record Event(String name, String data) {}

    record StatusLine(Status.Overall status, java.time.Instant time) {}
}
