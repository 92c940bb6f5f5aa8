package io.tidemark.alert.web;

import io.tidemark.alert.Telling;
import io.tidemark.alert.jpa.AlertRecord.Receipt;
import io.tidemark.alert.jpa.DeliveryLog.Entry;
import io.tidemark.alert.jpa.DeliveryLog.Question;
import io.tidemark.history.StoreException;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What each channel was told, or could not be, newest first. */
@RestController
class DeliveriesController {

    private static final Pattern NEXT = Pattern.compile("(\\d{1,18})\\.([a-z0-9-]{1,63})");

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
        Question question = before == null
                ? new Question(Long.MAX_VALUE, "", wanted, channel)
                : before(before, wanted, channel);
        List<Entry> found = stored(() -> telling.deliveries(question, most));
        return Asked.page(found.stream().map(DeliveryJson::of).toList(), limit,
                last -> last.change() + "." + last.channel());
    }

    private static Question before(String before, @Nullable Receipt state, @Nullable String channel) {
        Matcher next = NEXT.matcher(before);
        if (!next.matches()) {
            throw ProblemException.badRequest("before must be the `next` of an earlier page, got '" + before + "'");
        }
        return new Question(Long.parseLong(next.group(1)), next.group(2), state, channel);
    }

    static <T> T stored(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreException _) {
            throw ProblemException.unavailable(
                    "the store does not answer; how the channels are doing is at /api/v1/channels");
        }
    }

    /**
     * What one channel was told of one change.
     *
     * @param kind FIRED or RESOLVED
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
