package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metric.Run;
import io.tidemark.probe.TestRedis;
import io.tidemark.probe.target.CacheKey;
import io.tidemark.probe.target.CacheSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cache that does not do what it should is found out; the caches are real, and somebody tampers with them. */
class CacheVerificationTests {

    private static final int ENTRIES = 50_000;
    private static final String PREFIX = "tidemark:test-1:sabotaged:";

    @Test
    void aSingleWrongValueAmongThousandLookupsIsFound() {
        Run run = Sabotage.run(() -> new Lookups1000Workload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.put(entries(assignment).key(0), Payload.bytes(1));
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.caffeine(), 1, 100);

        assertThat(run.violations()).singleElement().asString()
                .matches("[1-9]\\d* lookups did not return the value that was put");
    }

    @Test
    void statisticsThatDoNotCountAreFound() {
        Run run = Sabotage.run(() -> new StatisticsWorkload() {
            @Override
            void look(CacheSession session, CacheKey key, boolean writes) {
                // The cache is not asked, as if it did not count.
            }
        }, Sabotage.caffeine(), 1, 1);

        assertThat(run.violations()).containsExactly(
                "a lookup that missed was not counted, the cache says 0 misses before and after it",
                "a lookup that hit was not counted, the cache says 0 hits before and after it");
    }

    @Test
    void aBoundThatIsNotKeptIsFound() {
        Run run = Sabotage.run(() -> new BoundWorkload() {
            @Override
            CacheSession bounded(CacheSession session, Assignment assignment) {
                return session;
            }
        }, Sabotage.caffeine(), 4000, 500);

        assertThat(run.violations()).containsExactly("the cache held 2000 entries, and its bound is 500",
                "nothing was evicted although 2000 entries were put where 500 fit");
    }

    @Test
    void aBoundThatWasExceededForAWhileIsFoundInTheEnd() {
        Run run = Sabotage.run(() -> new BoundWorkload() {
            @Override
            CacheSession bounded(CacheSession session, Assignment assignment) {
                return session;
            }

            @Override
            public Verification verify(CacheSession session, Assignment assignment, Measured measured) {
                IntStream.range(0, 2000).forEach(number -> session.removeAll(List.of(new CacheKey("bound:" + number))));
                return super.verify(session, assignment, measured);
            }
        }, Sabotage.caffeine(), 4000, 500);

        assertThat(run.violations()).contains("the cache held 2000 entries, and its bound is 500");
    }

    @Test
    void aCacheThatNoLongerServesAfterEvictionIsFound() {
        Run run = Sabotage.run(() -> new BoundWorkload() {
            @Override
            CacheSession bounded(CacheSession session, Assignment assignment) {
                return session.bounded(0).orElseThrow();
            }
        }, Sabotage.caffeine(), 4000, 500);

        assertThat(run.violations()).containsExactly(
                "10 of 10 entries were not there right after they were put, once others had been evicted");
    }

    @Test
    void readersSeeAValueThatNobodyWrote() {
        assertThat(tampered(number -> MixedWorkload.stamped(7, number, 0))).endsWith("for key 0 one of run 7");
        assertThat(tampered(_ -> Payload.bytes(1))).endsWith("for key 0 one of 97 bytes");
        assertThat(tampered(number -> torn(MixedWorkload.stamped(7, number, 0))))
                .endsWith("for key 0 one that is torn");
    }

    @Test
    void readersSeeTheValueOfAnotherKeyAndAWriteThatIsYetToCome() {
        assertThat(tampered((run, _) -> MixedWorkload.stamped(run, 1, 0))).endsWith("for key 0 that of key 1");
        assertThat(tampered((run, number) -> MixedWorkload.stamped(run, number, 1_000_000)))
                .contains("for key 0 write 1000000 of ");
    }

    @Test
    void readersMissAnEntryThatIsLost() {
        assertThat(mixed((session, key, _) -> session.removeAll(List.of(key))).violations())
                .singleElement().asString().matches("\\d+ reads found no entry although every key had one");
    }

    private static byte[] torn(byte[] value) {
        value[20]++;
        return value;
    }

    private interface Forger {
        byte[] value(long run, int number);
    }

    private interface Tampering {
        void with(CacheSession session, CacheKey key, long run);
    }

    private static String tampered(IntFunction<byte[]> value) {
        return tampered((_, number) -> value.apply(number));
    }

    private static String tampered(Forger forger) {
        return mixed((session, key, run) -> session.put(key, forger.value(run, 0))).violations().getFirst();
    }

    /** Before every access somebody else has been at the one key there is. */
    private static Run mixed(Tampering tampering) {
        return Sabotage.run(() -> new MixedWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                Operation honest = super.operation(session, assignment, worker);
                return watch -> {
                    tampering.with(session, entries(assignment).key(0), assignment.run());
                    honest.run(watch);
                };
            }
        }, Sabotage.redis(), 50, 1);
    }

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
    void anExpiryThatTakesTheOtherCachesEntryWithItIsFound() {
        assertThat(whileVerifying("del", "b:5").violations()).containsExactly("1 of 20 entries were gone when those"
                + " of the same name in the other cache had expired");
    }

    /** Somebody goes on doing something to one of the entries while they are watched. */
    private static Run whileVerifying(String command, String key) {
        return Sabotage.run(() -> new LifetimeWorkload() {
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

    @Test
    void entriesThatWereTakenAwayAreNotMeasured() {
        Run run = Sabotage.run(() -> new EntryMemoryWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.removeAll(entries(assignment).keys());
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.redis(), 5, 10);

        assertThat(run.violations()).containsExactly("6 entries were not there although all had been put");
        assertThat(run.measures()).doesNotContainKey("entry_bytes");
    }

    @Test
    void entriesSmallerThanTheirValueAreFound() {
        Run run = Sabotage.run(() -> new EntryMemoryWorkload() {
            @Override
            public Operation operation(CacheSession session, Assignment assignment, int worker) {
                session.putAll(entries(assignment).keys(), _ -> new byte[1]);
                return super.operation(session, assignment, worker);
            }
        }, Sabotage.redis(), 5, 10);

        assertThat(run.violations()).singleElement().asString()
                .matches("an entry is said to take \\d\\d bytes, and its value alone has 97");
    }

    /** What is told is an upper bound of what stays in memory, and a close one. */
    @Test
    void memoryOfAnEntryIsWhatTheHeapGrowsBy() throws Exception {
        long before = usedHeap();
        CacheSession filled = Sabotage.caffeine().open(Duration.ofSeconds(1));
        for (int i = 0; i < ENTRIES; i++) {
            filled.put(new CacheKey(PREFIX + i), Payload.bytes(i));
        }
        double retained = (usedHeap() - before) / (double) ENTRIES;
        // The other way round what the run leaves to collect would count against what is kept.
        Run run = Sabotage.run(EntryMemoryWorkload::new, Sabotage.caffeine(), 5, ENTRIES);
        double told = run.measures().getOrDefault("entry_bytes", 0.0);

        assertThat(filled.statistics().entries()).isEqualTo(ENTRIES);
        assertThat(told).isBetween(0.95 * retained, 1.6 * retained);
    }

    /** What is still there once collecting again finds nothing more. */
    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (long before = 0; before == 0 || before - used > 10_000;) {
            before = used;
            System.gc();
            used = runtime.totalMemory() - runtime.freeMemory();
        }
        return used;
    }

    @Test
    void aWrongCommandThatIsTakenIsFound() {
        Run run = Sabotage.run(() -> new InvalidCacheWorkload() {
            @Override
            void misuse(CacheSession session, CacheSession.Misuse how, CacheKey key) {
                if (how != CacheSession.Misuse.WRONG_TYPE) {
                    super.misuse(session, how, key);
                }
            }
        }, Sabotage.redis(), 5, 1);

        assertThat(run.violations()).containsExactly("2 of 6 invalid commands were taken as if they were right, the"
                + " first being wrong-type");
    }

    @Test
    void aSessionThatDoesNotGoOnIsFound() {
        Run run = Sabotage.run(() -> new InvalidCacheWorkload() {
            @Override
            void misuse(CacheSession session, CacheSession.Misuse how, CacheKey key) {
                try {
                    super.misuse(session, how, key);
                } finally {
                    session.put(key, Payload.bytes(1));
                }
            }
        }, Sabotage.redis(), 5, 1);

        assertThat(run.violations()).containsExactly("after 6 of 6 invalid commands the next good one on the same"
                + " session did not return what was put");
    }
}
