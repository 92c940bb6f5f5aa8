package io.tidemark.history;

import io.tidemark.history.store.Store;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Questions to the store, few at a time and each with a deadline, because a frozen server answers neither yes nor no. A
 * late question is left to end by itself: the embedded store does not survive an interrupt.
 */
final class StoreGate implements AutoCloseable {

    private final Store store;
    private final Duration deadline;
    private final Semaphore permits;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("tidemark-query-", 0).daemon().factory());

    /** @param atOnce questions at the same time; fewer than the pool has connections, for the writer needs one */
    StoreGate(Store store, Duration deadline, int atOnce) {
        this.store = store;
        this.deadline = deadline;
        this.permits = new Semaphore(atOnce);
    }

    /** @throws StoreException when there is no answer in time */
    <T> T ask(Function<Store, T> question) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!permits.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException("the store is busy: too many questions at once");
            }
            return begin(() -> question.apply(store)).get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new StoreException("the store did not answer within " + deadline.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while asking the store", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private <T> CompletableFuture<T> begin(Callable<T> question) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return question.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new CompletionException(e);
            } finally {
                permits.release();
            }
        }, threads);
    }

    private RuntimeException failed(Throwable cause) {
        if (cause instanceof StoreException || cause instanceof IllegalArgumentException) {
            return (RuntimeException) cause;
        }
        store.reset();
        return new StoreException("the store does not answer: " + Reasons.of(cause), cause);
    }
}
