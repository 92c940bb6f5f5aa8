package io.tidemark.alert.web;

import io.tidemark.alert.Telling;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import io.tidemark.web.Asked;
import io.tidemark.web.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What each channel was told, or could not be, newest first. */
@RestController
class DeliveriesController {

    private static final Pattern NEXT = Pattern.compile("(\\d+)\\.([a-z0-9-]{1,63})");

    private final Telling telling;

    DeliveriesController(Telling telling) {
        this.telling = telling;
    }

    @GetMapping("/api/v1/deliveries")
    Page<DeliveryJson> deliveries(@RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String before, @RequestParam(defaultValue = "100") int limit) {
        int most = Asked.oneMoreThan(limit);
        Receipt wanted = Asked.state(Receipt.class, state);
        String only = channel == null ? null : Asked.text("channel", channel);
        Question question = before == null
                ? new Question(Long.MAX_VALUE, "", wanted, only)
                : before(before, wanted, only);
        List<Entry> found = Kept.deliveries(() -> telling.deliveries(question, most));
        return Asked.page(found.stream().map(DeliveryJson::of).toList(), limit,
                last -> last.change() + "." + last.channel());
    }

    private static Question before(String before, @Nullable Receipt state, @Nullable String channel) {
        Matcher next = NEXT.matcher(before);
        return Optional.of(next).filter(Matcher::matches).flatMap(_ -> Asked.id(next.group(1)))
                .map(change -> new Question(change, next.group(2), state, channel))
                .orElseThrow(() -> Asked.noNext(before));
    }

    /**
     * What one channel was told of one change.
     *
     * @param kind FIRED, REMINDED or RESOLVED
     * @param state PENDING, DELIVERED or DEAD
     * @param time of the change
     * @param error why the last attempt failed
     * @param message key of the message it went in, which may have told of other changes as well
     */
    record DeliveryJson(String change, String channel, String instance, String alert, String kind, String state,
            Instant time,
            int attempts, @Nullable Instant nextAttemptAt, @Nullable Instant deliveredAt, @Nullable String error,
            @Nullable String message) {

        static DeliveryJson of(Entry entry) {
            return new DeliveryJson(Long.toString(entry.change()), entry.channel(), entry.instance(),
                    Long.toString(entry.alert()),
                    entry.kind(), entry.state().name(), entry.at(), entry.attempts(), entry.nextAttemptAt(),
                    entry.deliveredAt(), entry.error(), entry.sentIn());
        }
    }
}
