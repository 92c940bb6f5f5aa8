package io.tidemark.alert;

import io.tidemark.history.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Questions of people to the store, few at a time and each with a deadline, because a frozen server answers neither yes
 * nor no. A late one is left to end by itself: an interrupt closes the embedded store.
 */
final class Questions implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final int AT_ONCE = 2;

    private final Duration deadline;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("alert-question-", 0).factory());

    Questions(Duration deadline) {
        this.deadline = deadline;
    }

    /**
     * Asks.
     *
     * @throws StoreException when there is no answer in time
     */
    <T> T ask(Supplier<T> question) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!permits.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            return CompletableFuture.supplyAsync(() -> released(question), threads).get(end - System.nanoTime(),
                    TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new StoreException("the store did not answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException known ? known : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while asking the store", e);
        }
    }

    private <T> T released(Supplier<T> question) {
        try {
            return question.get();
        } finally {
            permits.release();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
