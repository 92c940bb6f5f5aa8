package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.TestRedis;
import io.tidemark.probe.target.CacheSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Entries that go too early, too late or with others are found out; somebody tampers with a real cache. */
class LifetimeWorkloadTests {

    /** Long enough for somebody else to interfere. */
    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final String PREFIX = "tidemark:test-1:sabotaged:";

    @Test
    void anEntryThatDoesNotSurviveIsFound() {
        Run run = lifetime(watch -> TestRedis.shared().admin(jedis -> jedis.del(PREFIX + "b:20")));

        assertThat(run.violations()).singleElement().asString()
                .matches("\\d+ of 31 accesses no longer found an entry that was to stay");
    }

    @Test
    void twoCachesThatShareTheirEntriesAreFound() {
        Run run = lifetime(_ -> TestRedis.shared().admin(jedis -> jedis.copy(PREFIX + "a:20", PREFIX + "b:20", true)));

        assertThat(run.violations()).singleElement().asString()
                .matches("\\d+ of 31 accesses returned another value than the one put into this cache");
    }

    private static Run lifetime(Operation interference) {
        return Sabotage.run(() -> new LifetimeWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                Operation honest = super.operation(session, assignment, worker);
                return watch -> {
                    interference.run(watch);
                    honest.run(watch);
                };
            }
        }, Sabotage.redis(), 30, 20);
    }

    @Test
    void anEntryThatDoesNotExpireIsFound() {
        Run run = whileVerifying("persist", "a:3");

        assertThat(run.violations()).contains("1 of 20 entries were still served 1000 ms after they were due");
        assertThat(run.measures().get("expiry_lateness")).isGreaterThanOrEqualTo(1);
    }

    @Test
    void anEntryThatExpiresTooEarlyIsFound() {
        assertThat(whileVerifying("del", "a:19").violations())
                .containsExactly("1 of 20 entries were gone before they were due");
    }

    @Test
    void anAnswerThatComesLateMakesNoEntryEarly() {
        AtomicInteger asked = new AtomicInteger();
        Run run = Sabotage.run(() -> new LifetimeWorkload(LIFE, () -> {
            // Before and after each of the entries is put, then while they are watched.
            int count = asked.incrementAndGet();
            return System.nanoTime() + (count <= 40 && count % 2 == 0 ? 30_000_000 : 0);
        }), Sabotage.redis(), 10, 20);

        assertThat(run.violations()).isEmpty();
        assertThat(asked).hasValueGreaterThan(40);
    }

    @Test
    void anExpiryThatTakesTheOtherCachesEntryWithItIsFound() {
        assertThat(whileVerifying("del", "b:5").violations()).containsExactly("1 of 20 entries were gone when those"
                + " of the same name in the other cache had expired");
    }

    /** Somebody goes on doing something to one of the entries while they are watched. */
    private static Run whileVerifying(String command, String key) {
        return Sabotage.run(() -> new LifetimeWorkload(LIFE, System::nanoTime) {
            @Override
            public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
                AtomicBoolean over = new AtomicBoolean();
                CountDownLatch begun = new CountDownLatch(1);
                Thread foreign = Thread.ofPlatform().start(() -> interfere(command, PREFIX + key, begun, over));
                try {
                    begun.await();
                    return super.verify(session, assignment, measured);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                } finally {
                    over.set(true);
                    join(foreign);
                }
            }
        }, Sabotage.redis(), 10, 20);
    }

    private static void interfere(String command, String key, CountDownLatch begun, AtomicBoolean over) {
        TestRedis.shared().admin(jedis -> {
            while (!over.get()) {
                long _ = command.equals("persist") ? jedis.persist(key) : jedis.del(key);
                begun.countDown();
            }
            return 0;
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
