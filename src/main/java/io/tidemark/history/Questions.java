package io.tidemark.history;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Questions to the store, few at a time and each with a deadline, because a frozen server answers neither yes nor no. A
 * late one is left to end by itself, and keeps its place until then: an interrupt closes the embedded store.
 */
public final class Questions implements AutoCloseable {

    public static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final int AT_ONCE = 2;

    private final Duration deadline;
    private final Semaphore permits;
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("store-question-", 0).factory());

    public Questions(Duration deadline) {
        this(deadline, AT_ONCE);
    }

    /** @param atOnce questions at the same time; fewer than the pool has connections, for the writer needs one */
    public Questions(Duration deadline, int atOnce) {
        this.deadline = deadline;
        this.permits = new Semaphore(atOnce);
    }

    /**
     * Asks; whatever the question throws is thrown here.
     *
     * @throws StoreException when there is no answer in time
     */
    public <T> T ask(Supplier<T> question) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!permits.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreException("the store is busy: too many questions at once");
            }
            return begin(question).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new StoreException("the store did not answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw thrown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while asking the store", e);
        }
    }

    private <T> CompletableFuture<T> begin(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(() -> {
                try {
                    return question.get();
                } finally {
                    permits.release();
                }
            }, threads);
        } catch (RejectedExecutionException e) {
            permits.release();
            throw new StoreException("the service is stopping", e);
        }
    }

    private static RuntimeException thrown(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException known -> known;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
