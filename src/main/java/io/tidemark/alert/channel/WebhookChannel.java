package io.tidemark.alert.channel;

import io.tidemark.metric.Secret;
import java.io.IOException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells by HTTP POST, in the shape of Alertmanager's webhook. The header `Idempotency-Key` names the change. */
final class WebhookChannel implements Channel {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final String name;
    private final WebhookAddress address;
    private final @Nullable Secret token;
    private final InstantSource clock;
    private final Duration deadline;
    private final HttpClient client;

    WebhookChannel(String name, WebhookAddress address, @Nullable Secret token, InstantSource clock,
            Duration deadline) {
        this.name = name;
        this.address = address;
        this.token = token;
        this.clock = clock;
        this.deadline = deadline;
        this.client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1).build();
    }

    @Override
    public Delivery send(Message message) throws InterruptedException {
        try {
            if (address.leadsAstray()) {
                return retry("stands for a link-local or metadata address and is not told");
            }
        } catch (UnknownHostException _) {
            return retry("is not a known host");
        }
        return post(request(message));
    }

    private Delivery post(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(request, BodyHandlers.discarding());
        try {
            // The request's own timeout ends with the headers: a body that never ends must not hold the channel.
            return judge(response.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return retry("did not answer within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } finally {
            response.cancel(true);
        }
    }

    private Delivery judge(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Delivery.Delivered();
        }
        if (status >= 500 || status == 408 || status == 425 || status == 429) {
            return new Delivery.Retry(address + " answered " + status, response.headers().firstValue("Retry-After")
                    .flatMap(header -> RetryAfter.parse(header, clock.instant())));
        }
        return new Delivery.Rejected(address + " answered " + status
                + (status < 400 ? "; redirects are not followed, set the url it leads to" : ""));
    }

    private Delivery failed(@Nullable Throwable cause) {
        if (cause instanceof IOException) {
            // Only the kind: messages of the network stack may quote the address.
            return retry("could not be reached (" + cause.getClass().getSimpleName() + ")");
        }
        throw new IllegalStateException("unexpected failure while telling " + address);
    }

    private Delivery retry(String what) {
        return new Delivery.Retry(address + " " + what, Optional.empty());
    }

    private HttpRequest request(Message message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri()).timeout(deadline)
                .header("Content-Type", "application/json").header("User-Agent", "Tidemark")
                .header("Idempotency-Key", Long.toString(message.change()))
                .POST(HttpRequest.BodyPublishers.ofString(WebhookJson.body(name, message)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token.value());
        }
        return request.build();
    }

    @Override
    public String toString() {
        return "webhook " + name + " to " + address;
    }

    /** Takes the address as `url` and, where the receiver wants one, a `token`. */
    public static final class Factory implements ChannelFactory {

        @Override
        public String type() {
            return "webhook";
        }

        @Override
        public Set<String> required() {
            return Set.of("url");
        }

        @Override
        public Set<String> optional() {
            return Set.of("token");
        }

        @Override
        public Channel create(ChannelOptions options) {
            WebhookAddress address = WebhookAddress.parse(options.key("url"), options.required("url"));
            return new WebhookChannel(options.name(), address, token(options).orElse(null), InstantSource.system(),
                    DEADLINE);
        }

        private static Optional<Secret> token(ChannelOptions options) {
            return options.optional("token").map(token -> {
                if (!token.matches("[\\x21-\\x7e]+")) {
                    throw new IllegalArgumentException(options.key("token")
                            + " must be printable ASCII without spaces, as it is sent as Authorization: Bearer");
                }
                return new Secret(token);
            });
        }
    }
}
