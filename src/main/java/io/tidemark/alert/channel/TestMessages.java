package io.tidemark.alert.channel;

import io.tidemark.metric.Labels;
import io.tidemark.threshold.Severity;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a channel is tried with: an alert that fires and is over at once, so that nothing stays open anywhere. */
public final class TestMessages {

    private TestMessages() {}

    /** Firing, then resolved. */
    public static List<Notification> of(String instance, Instant now) {
        return List.of(notification(instance, now, null), notification(instance, now, now));
    }

    private static Notification notification(String instance, Instant now, @Nullable Instant end) {
        SortedMap<String, String> labels = Message.labels("tidemark-test", Severity.WARNING, instance, Labels.NONE);
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put("summary", "this is only a test of the channel, nothing is wrong");
        String key = "test-" + now.toEpochMilli() + (end == null ? "-firing" : "-resolved");
        return new Notification(key, List.of(new Message(0, 0, labels, annotations, now, end, null)), 0);
    }
}
