package io.tidemark.alert.web;

import io.tidemark.alert.Circuit;
import io.tidemark.alert.Telling;
import io.tidemark.alert.Telling.ChannelState;
import io.tidemark.alert.channel.Delivery;
import io.tidemark.alert.channel.Receiver;
import io.tidemark.web.Asked;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The channels over REST: how they are doing, and ways to try them. */
@RestController
class ChannelsController {

    private final Telling telling;

    ChannelsController(Telling telling) {
        this.telling = telling;
    }

    @GetMapping("/api/v1/channels")
    Page<ChannelJson> channels() {
        return new Page<>(telling.channels().entrySet().stream().map(ChannelJson::of).toList(), null);
    }

    @GetMapping("/api/v1/channels/{name}")
    ChannelJson channel(@PathVariable String name) {
        return ChannelJson.of(Map.entry(name, state(name)));
    }

    @GetMapping("/api/v1/channels/{name}/preview")
    PreviewJson preview(@PathVariable String name) {
        state(name);
        return new PreviewJson(name, telling.preview(name));
    }

    @PostMapping("/api/v1/channels/{name}/tests")
    TestJson test(@PathVariable String name) throws InterruptedException {
        state(name);
        return telling.test(name).map(delivery -> TestJson.of(name, delivery)).orElseThrow(
                () -> ProblemException.conflict("a test of the channel '" + name + "' is still running"));
    }

    @PostMapping("/api/v1/channels/{name}/retries")
    RetryJson retry(@PathVariable String name, @RequestParam(required = false) @Nullable String change) {
        state(name);
        Long only = change == null
                ? null
                : Asked.id(change).orElseThrow(() -> ProblemException
                        .badRequest("change must be the id of a change, got '" + change + "'"));
        return new RetryJson(name, Kept.deliveries(() -> telling.retry(name, only)));
    }

    private ChannelState state(String name) {
        return Optional.ofNullable(telling.channels().get(name))
                .orElseThrow(() -> ProblemException.notFound("there is no channel '" + name + "'"));
    }

    /**
     * A channel.
     *
     * @param target where it leads, without secrets
     * @param severity told of this and above
     * @param match told of what has such labels; empty for every alert
     * @param circuit CLOSED, or OPEN while only single attempts are made
     * @param failures attempts that failed in a row
     * @param delivered changes acknowledged since the start
     * @param failed attempts that failed since the start
     * @param pending changes still to be told
     */
    record ChannelJson(String name, String type, String target, String severity, String match, String circuit,
            int failures, @Nullable Instant failingSince, @Nullable String lastError, @Nullable Instant nextAttemptAt,
            long delivered, long failed, long pending) {

        static ChannelJson of(Map.Entry<String, ChannelState> entry) {
            String name = entry.getKey();
            ChannelState state = entry.getValue();
            Receiver receiver = state.receiver();
            Circuit circuit = state.circuit();
            String severity = receiver.route().severity().name();
            return new ChannelJson(name, receiver.type(), receiver.channel().toString(), severity,
                    receiver.route().match(), circuit.isOpen() ? "OPEN" : "CLOSED", circuit.failures(),
                    circuit.since(), circuit.reason(), circuit.next(), state.status().delivered(),
                    state.status().failed(), state.status().pending());
        }
    }

    /** @param messages what a test would send, one after the other, with secrets masked */
    record PreviewJson(String channel, List<String> messages) {}

    /** @param outcome DELIVERED, RETRY when the receiver could not take it now, or REJECTED */
    record TestJson(String channel, String outcome, @Nullable String reason) {

        static TestJson of(String channel, Delivery delivery) {
            return switch (delivery) {
                case Delivery.Delivered _ -> new TestJson(channel, "DELIVERED", null);
                case Delivery.Retry(String reason, _) -> new TestJson(channel, "RETRY", reason);
                case Delivery.Unacceptable(String reason) -> new TestJson(channel, "REJECTED", reason);
                case Delivery.Rejected(String reason) -> new TestJson(channel, "REJECTED", reason);
            };
        }
    }

    /** @param retried changes that are told once more */
    record RetryJson(String channel, int retried) {}
}
