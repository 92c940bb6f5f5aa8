package io.tidemark.alert.channel;

import io.tidemark.metric.RetryAfter;
import io.tidemark.metric.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to one address, which the token belongs to: redirects are not followed. The header `Idempotency-Key` is
 * the same at each attempt.
 *
 * @param token sent as `Authorization: Bearer`
 * @param deadline for a whole exchange, the answer's body included
 */
record HttpPost(HttpAddress address, @Nullable Secret token, InstantSource clock, Duration deadline) {

    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Nobody needs more to say that it has understood. */
    private static final int LARGEST_ANSWER = 1 << 20;
    /** Statuses that find fault with the body (RFC 9110): malformed, too large, not to be processed. */
    private static final Set<Integer> UNACCEPTABLE = Set.of(400, 413, 422);
    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1).build();

    /** Takes the settings `url` and `token`. */
    static HttpPost of(ChannelOptions options) {
        HttpAddress address = HttpAddress.parse(options.key("url"), options.required("url"));
        return new HttpPost(address, token(options).orElse(null), InstantSource.system(), DEADLINE);
    }

    HttpPost below(String path) {
        return new HttpPost(address.below(path), token, clock, deadline);
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

    /** Posts once. */
    Delivery send(String key, String body) throws InterruptedException {
        Optional<String> objection = HostRule.objection(address.host());
        return objection.isPresent() ? retry(objection.get()) : post(request(key, body));
    }

    /** The request as text: neither the path nor the token is shown. */
    String preview(String key, String body) {
        return "POST " + address + "/***\nContent-Type: application/json\nIdempotency-Key: " + key + '\n'
                + (token == null ? "" : "Authorization: Bearer " + token + '\n') + '\n' + body;
    }

    private HttpRequest request(String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri()).timeout(deadline)
                .header("Content-Type", "application/json").header("User-Agent", "Tidemark")
                .header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token.value());
        }
        return request.build();
    }

    private Delivery post(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> response = CLIENT.sendAsync(request,
                BodyHandlers.limiting(BodyHandlers.discarding(), LARGEST_ANSWER));
        try {
            // The request's own timeout ends with the headers: a body that never ends must not hold the channel.
            return judge(response.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return late();
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
        if (UNACCEPTABLE.contains(status)) {
            return new Delivery.Unacceptable(address + " answered " + status);
        }
        return new Delivery.Rejected(address + " answered " + status
                + (status < 400 ? "; redirects are not followed, set the url it leads to" : ""));
    }

    private Delivery failed(@Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
            return late();
        }
        if (cause instanceof IOException) {
            // Only the kind: messages of the network stack may quote the address.
            return retry("could not be reached (" + cause.getClass().getSimpleName() + ")");
        }
        throw new IllegalStateException("unexpected failure while telling " + address);
    }

    private Delivery late() {
        return retry("did not answer within " + deadline.toMillis() + " ms");
    }

    private Delivery retry(String what) {
        return new Delivery.Retry(address + " " + what, Optional.empty());
    }
}
