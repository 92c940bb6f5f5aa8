package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of the event stream who are cut off and come back miss nothing and see nothing twice. */
class StreamIT {

    /** For answers that are under way when the service ends; far longer than ending takes on a busy machine. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    @TempDir
    private static Path directory;
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(directory);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void manyWhoAreCutOffGoOnWhereTheyWere() throws Exception {
        Callable<List<Event>> comingAndGoing = () -> {
            List<Event> all = new ArrayList<>(read(null, 5));
            for (int i = 0; i < 4; i++) {
                awaitMoreThan(all.getLast());
                all.addAll(read(all.getLast().id(), 10));
            }
            return all;
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var reader : threads.invokeAll(Stream.generate(() -> comingAndGoing).limit(12).toList())) {
                List<Event> seen = reader.get();
                assertThat(seen).extracting(Event::name).doesNotContain("reset").contains("observation");
                // Each connection tells the status once for itself, under the id of the newest event.
                List<Long> numbers = seen.stream().map(Event::number).distinct().toList();
                assertThat(seen).hasSizeLessThanOrEqualTo(numbers.size() + 5);
                for (int i = 1; i < numbers.size(); i++) {
                    assertThat(numbers.get(i)).as("after the one before in %s", numbers)
                            .isEqualTo(numbers.get(i - 1) + 1);
                }
            }
        }
    }

    @Test
    void aReaderOfAnotherLifeIsToldToBeginAnew() {
        assertThat(read("another-7", 2)).extracting(Event::name).containsExactly("reset", "status");
        assertThat(read(null, 1)).extracting(Event::name).containsExactly("status");
    }

    @Test
    void readersDoNotHoldUpTheEndOfTheService() throws Exception {
        RunningService ending = RunningService.start(directory.resolve("ending"),
                "spring.lifecycle.timeout-per-shutdown-phase=" + GRACE);
        HttpClient http = HttpClient.newHttpClient();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                var request = HttpRequest.newBuilder(URI.create(ending.base() + "/api/v1/stream")).build();
                var answer = http.send(request, BodyHandlers.ofInputStream());
                threads.execute(() -> readToTheEnd(answer.body()));
            }
            Instant asked = Instant.now();
            ending.close();
            assertThat(Duration.between(asked, Instant.now()))
                    .as("a stream that is not closed uses up the grace period")
                    .isLessThan(GRACE);
        } finally {
            http.shutdownNow();
        }
    }

    private static void readToTheEnd(InputStream events) {
        try {
            events.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // Cut off.
        }
    }

    /** Something has happened that a reader who has gone must have missed. */
    private static void awaitMoreThan(Event seen) {
        read(seen.id(), 3);
    }

    /** So many events, then the connection is cut. */
    private static List<Event> read(@Nullable String lastId, int count) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.base() + "/api/v1/stream"));
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        HttpClient http = HttpClient.newHttpClient();
        try {
            var answer = http.send(request.build(), BodyHandlers.ofInputStream());
            assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(
                    type -> assertThat(type).startsWith("text/event-stream"));
            return events(answer, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            http.shutdownNow();
        }
    }

    private static List<Event> events(HttpResponse<InputStream> answer, int count) throws IOException {
        List<Event> events = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            String id = "";
            String name = "";
            while (events.size() < count) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the stream ended after " + events);
                } else if (line.startsWith("id:")) {
                    id = line.substring(3);
                } else if (line.startsWith("event:")) {
                    name = line.substring(6);
                } else if (line.isEmpty() && !name.isEmpty()) {
                    events.add(new Event(id, name));
                    name = "";
                }
            }
        }
        return events;
    }

    private record Event(String id, String name) {

        long number() {
            return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
        }
    }
}
