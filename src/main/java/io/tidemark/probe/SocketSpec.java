package io.tidemark.probe;

import io.tidemark.metric.Secret;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.WebSocketRequest;
import io.tidemark.probe.workload.Conversation;
import io.tidemark.probe.workload.MarkedText;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a conversation of a probe's settings; no complaint shows a header's value or the message. */
record SocketSpec(String key, SocketSettings settings, @Nullable LoadSettings load) {

    private static final SocketSettings PLAIN = new SocketSettings(null, null, null, null, null, null, null, null,
            null);
    /** The handshake is the client's business. */
    private static final Set<String> OURS = Set.of("connection", "content-length", "expect", "transfer-encoding",
            "upgrade", "sec-websocket-accept", "sec-websocket-extensions", "sec-websocket-key",
            "sec-websocket-protocol", "sec-websocket-version");
    private static final Pattern SUBPROTOCOL = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final int MOST_GREETINGS = 10;
    private static final int MOST_MESSAGE = 64_000;
    private static final int MOST_ANSWER = 1_000_000;
    /** The workload that sends further messages before the answer to one has come. */
    private static final String AHEAD = "messages";
    /** The workload that ends a WebSocket before anything is said on it. */
    private static final String SILENT = "handshake";
    private static final int MOST_KEPT = 64_000_000;
    private static final int IN_FLIGHT = 64;
    private static final int MOST_IN_FLIGHT = 1_000;
    /** More on the way could fill the buffers of both sides, each of which would wait for the other. */
    private static final int MOST_BYTES_IN_FLIGHT = 64_000;

    /** @throws IllegalArgumentException with one sentence that names the key */
    static Conversation of(String key, ProbeSettings probe, Target target, int workers) {
        SocketSettings settings = probe.socket() == null ? PLAIN : probe.socket();
        SocketSpec spec = new SocketSpec(key, settings, probe.load());
        spec.refuseWhatMeansNothing(String.valueOf(probe.workload()));
        return spec.read(target, workers);
    }

    private void refuseWhatMeansNothing(String workload) {
        boolean speaks = !workload.equals(SILENT);
        String speakers = "workloads that send messages";
        refuseUnless(speaks, "greetings", settings.greetings(), speakers, workload);
        refuseUnless(speaks, "message", settings.message(), speakers, workload);
        refuseUnless(speaks, "expect", settings.expect(), speakers, workload);
        refuseUnless(speaks, "size", settings.size(), speakers, workload);
        refuseUnless(speaks, "max-message", settings.maxMessage(), speakers, workload);
        refuseUnless(workload.equals(AHEAD), "in-flight", settings.inFlight(), "workload '" + AHEAD + "'", workload);
    }

    private void refuseUnless(boolean meant, String setting, @Nullable Object written, String whom, String workload) {
        Bounds.refuse(written != null && !meant,
                "%s.%s: is for %s alone; leave it out with '%s'".formatted(key, setting, whom, workload));
    }

    private Conversation read(Target target, int workers) {
        int most = RequestParts.size(key + ".max-message", settings.maxMessage(), "64kB", 1, MOST_ANSWER);
        RequestParts.checkKept(key + ".max-message", most, workers, MOST_KEPT, "messages that are looked into");
        MarkedText message = message(target);
        return new Conversation(new WebSocketRequest(RequestParts.path(key, settings.path(), ""),
                RequestParts.headers(key, settings.headers(), OURS), subprotocol(), most),
                Bounds.within(key + ".greetings", settings.greetings(), 0, 0, MOST_GREETINGS), message,
                inFlight(message));
    }

    private @Nullable String subprotocol() {
        String written = settings.subprotocol();
        Bounds.refuse(written != null && !SUBPROTOCOL.matcher(written).matches(),
                key + ".subprotocol: '" + written + "' is no name of a subprotocol");
        return written;
    }

    private MarkedText message(Target target) {
        Secret own = settings.message();
        if (own == null) {
            Bounds.refuse(settings.expect() != null,
                    key + ".expect: is for a message of your own; ours comes back as it was sent");
            return MarkedText.ofSize(RequestParts.size(key + ".size", settings.size(), "64B", MarkedText.LEAST,
                    MOST_MESSAGE));
        }
        Bounds.refuse(settings.size() != null, key + ".size: leave out either it or message");
        Bounds.refuse(!target.writes(), key + ".message: may change something, but target '" + target.name()
                + "' does not allow that; set tidemark.targets." + target.name() + ".writes: true or leave it out");
        MarkedText message = MarkedText.of(own.value(), settings.expect());
        Bounds.refuse(message.length() < 1 || message.length() > MOST_MESSAGE, key + ".message: must have 1B to 64kB");
        return message;
    }

    /** Answers that cannot be told apart are waited for one by one. */
    private int inFlight(MarkedText message) {
        boolean paced = load != null && (load.rate() != null || load.think() != null);
        boolean alone = paced || !message.isMarked();
        int usual = alone ? 1 : Math.clamp(MOST_BYTES_IN_FLIGHT / message.length(), 1, IN_FLIGHT);
        int most = Bounds.within(key + ".in-flight", settings.inFlight(), usual, 1, MOST_IN_FLIGHT);
        Bounds.refuse(most > 1 && paced, key + ".in-flight: is for a load without rate and think; with them each worker"
                + " waits for its answer");
        Bounds.refuse(most > 1 && !message.isMarked(), key + ".in-flight: needs " + MarkedText.PLACE
                + " in the message, by which its answers are told apart");
        Bounds.refuse((long) most * message.length() > MOST_BYTES_IN_FLIGHT && most > 1, key + ".in-flight: must be at"
                + " most " + Math.max(1, MOST_BYTES_IN_FLIGHT / message.length()) + " with messages of "
                + message.length() + " bytes, 64kB in all");
        return most;
    }
}
