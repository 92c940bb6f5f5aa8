package io.tidemark.collect.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.collect.ResultRoom;
import io.tidemark.collect.web.ResultIntake.Taken;
import io.tidemark.history.History;
import io.tidemark.history.StoreException;
import io.tidemark.metric.Observation;
import io.tidemark.metric.Run;
import io.tidemark.metric.Sources;
import io.tidemark.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;

/** Each file as a whole and once, whatever the disk, the network and other senders do. */
@Timeout(60)
class ResultIntakeTests {

    private static final String TWO = "{\"results\":[{\"command\":\"a\",\"times\":[1]},{\"command\":\"b\",\"times\":[2]}]}";

    private final AtomicLong nanos = new AtomicLong();
    private final List<Run> accepted = new CopyOnWriteArrayList<>();
    private final Map<Long, Run> kept = new ConcurrentHashMap<>();
    private volatile boolean diskRefuses;

    private final History history = (History) Proxy.newProxyInstance(History.class.getClassLoader(),
            new Class<?>[]{History.class}, (_, method, arguments) -> switch (method.getName()) {
                case "run" -> Optional.ofNullable(kept.get((Long) arguments[0]));
                case "flush" -> flush();
                default -> throw new UnsupportedOperationException(method.getName());
            });
    private ResultIntake intake;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        intake = new ResultIntake(ResultRoom.runs(this::accept), history, new Sources(List.of()), nanos::get,
                directory.resolve("results"));
    }

    private void accept(Observation observation) {
        Run run = observation.run().orElseThrow();
        accepted.add(run);
        kept.put(run.id(), run);
    }

    private Object flush() {
        if (diskRefuses) {
            throw new StoreException("the journal cannot be written");
        }
        return "flushed";
    }

    @Test
    void whatTheDiskRefusedIsThereOnceWhenItComesAgain() {
        diskRefuses = true;
        assertThatThrownBy(() -> take(TWO)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> take(TWO)).as("not on disk yet").isInstanceOf(StoreException.class);

        diskRefuses = false;
        Taken again = take(TWO);

        assertThat(again.isNew()).isFalse();
        assertThat(again.runs()).isEqualTo(accepted).hasSize(2);
    }

    @Test
    void whatIsNoLongerThereIsTakenAnew() {
        take(TWO);
        kept.clear();

        assertThat(take(TWO).isNew()).isTrue();
        assertThat(accepted).hasSize(4);
    }

    @Test
    void theSameFileIsKnownAfterARestart() {
        take(TWO);
        start();

        Taken again = take(TWO);

        assertThat(again.isNew()).isFalse();
        assertThat(again.runs()).isEqualTo(accepted).hasSize(2);
    }

    @Test
    void whatWasRememberedAndCannotBeUnderstoodIsTakenAnew() throws IOException {
        take(TWO);
        Files.writeString(directory.resolve("results"), "rubbish and more\n");
        start();

        assertThat(take(TWO).isNew()).isTrue();
        start();
        assertThat(take(TWO).isNew()).isFalse();
    }

    @Test
    void aDiskThatDoesNotRememberRefusesNothing() throws IOException {
        Files.createDirectories(directory.resolve("results.new/full"));

        assertThat(take(TWO).isNew()).isTrue();
        assertThat(take(TWO).isNew()).isFalse();
    }

    @Test
    void theSameFileOfTwoSendersAtOnceIsTakenOnce() throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String file = "{\"results\":[{\"command\":\"c" + i + "\",\"times\":[1]}]}";
                CyclicBarrier bothAtTheEnd = new CyclicBarrier(2);
                Future<Taken> one = senders.submit(() -> intake.take("hyperfine", null, () -> meeting(file,
                        bothAtTheEnd)));
                Future<Taken> other = senders.submit(() -> intake.take("hyperfine", null, () -> meeting(file,
                        bothAtTheEnd)));

                assertThat(one.get().runs()).isEqualTo(other.get().runs());
                assertThat(one.get().isNew()).isNotEqualTo(other.get().isNew());
                assertThat(accepted).hasSize(i + 1);
            }
        }
    }

    @Test
    void aThirdFileAtOnceWaitsForNobody() throws Exception {
        CountDownLatch reading = new CountDownLatch(2);
        CountDownLatch released = new CountDownLatch(1);
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Taken>> slow = List.of("one", "two").stream().map(name -> senders.submit(
                    () -> intake.take("hyperfine", name, () -> waiting(reading, released)))).toList();
            reading.await();

            assertThat(refusal(body(TWO)).status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);

            released.countDown();
            for (Future<Taken> one : slow) {
                assertThat(one.get().isNew()).isTrue();
            }
        }
        assertThat(take(TWO).isNew()).isTrue();
    }

    @Test
    void aFileSentDropByDropIsGivenUp() {
        for (int i = 0; i < 3; i++) {
            ProblemException refusal = refusal(dripping(TWO));
            assertThat(refusal.status()).isEqualTo(HttpStatus.REQUEST_TIMEOUT);
            assertThat(refusal).hasMessage("The file has not arrived within 60 s; send it without a pause.");
        }
        assertThat(accepted).isEmpty();
        assertThat(take(TWO).isNew()).isTrue();
    }

    private Taken take(String file) {
        return intake.take("hyperfine", null, () -> body(file));
    }

    private ProblemException refusal(InputStream body) {
        return catchThrowableOfType(ProblemException.class, () -> intake.take("hyperfine", null, () -> body));
    }

    private static InputStream body(String file) {
        return new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8));
    }

    /** A byte every ten seconds. */
    private InputStream dripping(String file) {
        return new FilterInputStream(body(file)) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                nanos.addAndGet(10_000_000_000L);
                return super.read(into, from, Math.min(most, 1));
            }
        };
    }

    private static InputStream waiting(CountDownLatch reading, CountDownLatch released) {
        return new FilterInputStream(body(TWO)) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                reading.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return super.read(into, from, most);
            }
        };
    }

    /** Tells of its end when the other has come there too. */
    private static InputStream meeting(String file, CyclicBarrier end) {
        return new FilterInputStream(body(file)) {
            private boolean met;

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int read = super.read(into, from, most);
                if (read < 0 && !met) {
                    met = true;
                    meet(end);
                }
                return read;
            }
        };
    }

    private static void meet(CyclicBarrier end) {
        try {
            end.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
