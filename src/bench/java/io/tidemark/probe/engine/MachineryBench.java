package io.tidemark.probe.engine;

import io.tidemark.metric.Distribution;
import io.tidemark.metric.Run;
import io.tidemark.probe.TestProbes;
import io.tidemark.probe.machinery.Broadcast;
import io.tidemark.probe.machinery.Context;
import io.tidemark.probe.machinery.Orders;
import io.tidemark.probe.machinery.Tokens;
import io.tidemark.probe.target.LocalSession;
import io.tidemark.probe.target.LocalTarget;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.workload.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is done in this process: each figure beside its limit, and beside a bare loop of the same code without the engine.
 * With `-Dtest.compilation=-XX:TieredStopAtLevel=1` as the service is shipped, otherwise with both compilers. Properties:
 * rounds (3).
 */
class MachineryBench {

    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final LocalTarget HERE = new LocalTarget("builtin-local");
    private static final Context.User USER = new Context.User("alice", Set.of(Orders.PLACE, Orders.FIND));
    private static final int BURST = 100;
    private static final int CAPACITY = 128;

    @Test
    void contexts() throws Exception {
        compare("contexts", 1, 500_000, MachineryBench::makingContexts);
        for (int round = 1; round <= ROUNDS; round++) {
            Run run = run("contexts", 1, 500_000, 1);
            System.out.printf(
                    "contexts: %,.0f/s (limit 2,000/s), p95 %.2f us (limit 1 ms), 10,000 in %.1f ms (limit 5 s)"
                            + ", %.0f bytes each (limit 512), %.0f bytes/operation with everything%n",
                    run.throughput(),
                    micros(run.latency()), 1e7 / run.throughput(), run.measures().get("context_bytes"),
                    run.cost().allocatedBytes() / (double) run.attempts());
        }
    }

    @Test
    void dispatch() throws Exception {
        compare("dispatch", 1, 200_000, MachineryBench::dispatching);
        for (String workload : new String[]{"dispatch", "dispatch-10", "dispatch-mixed"}) {
            Run run = run(workload, 1, 200_000, workload.equals("dispatch") ? 1 : 10);
            run.operations().forEach((operation, seen) -> System.out.printf(
                    "%s, %s: p95 %.2f us (limit 50 ms), %,.0f/s of all%n", workload, operation, micros(seen),
                    run.throughput()));
        }
    }

    @Test
    void tokens() throws Exception {
        for (Map.Entry<String, Tokens> one : Map.of("tokens-hs256", Tokens.hs256(), "tokens-rs256", Tokens.rs256(),
                "tokens-es256", Tokens.es256()).entrySet()) {
            compare(one.getKey(), 1, 2_000, () -> issuingAndVerifying(one.getValue()));
            Run run = run(one.getKey(), 1, 2_000, 1);
            run.operations().forEach((operation, seen) -> System.out.printf(
                    "%s, %s: p95 %.1f us (limit 100 ms), %,.0f/s%n", one.getKey(), operation, micros(seen),
                    1 / seen.mean()));
        }
    }

    @Test
    void broadcast() throws Exception {
        for (int subscribers : new int[]{100, 1_000}) {
            compare("broadcast", subscribers, 300, () -> publishing(subscribers));
            for (int round = 1; round <= ROUNDS; round++) {
                Run run = run("broadcast", subscribers, 300, 1);
                double rate = Objects.requireNonNull(run.measures().get("event_rate"));
                System.out.printf(
                        "broadcast to %d: %,.0f events/s (limit 1,000/s), %,.0f deliveries/s, %d failures, burst p95 %.1f us%n",
                        subscribers, rate, rate * subscribers,
                        run.failures(), micros(run.latency()));
            }
        }
    }

    /** Makes the bare operation. */
    private interface Maker {
        Alternation.Bare make() throws Exception;
    }

    private static void compare(String workload, int rows, int operations, Maker bare) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.printf("%s, %d rows, round %d, medians of %,d: %s%n", workload, rows, round, operations,
                    Bench.compare(Bench.<LocalSession>workload(workload), HERE, rows, operations, _ -> bare.make()));
        }
    }

    private static Run run(String workload, int rows, int operations, int workers) throws Exception {
        try (SessionPool pool = new SessionPool(HERE, workers + 1, true)) {
            Run run = TestProbes.engine()
                    .run(new Plan("bench", Objects.requireNonNull(Workloads.all().get(workload)), pool, null,
                            Load.closed(workers, operations, operations / 10, rows, DEADLINE), null))
                    .run();
            if (run.failures() > 0 || !run.violations().isEmpty()) {
                throw new IllegalStateException(run.outcome().toString());
            }
            return run;
        }
    }

    private static double micros(Distribution seen) {
        return seen.percentile(95) * 1e6;
    }

    private static Context request(SplittableRandom random) {
        return Context.root(new UUID(random.nextLong(), random.nextLong()), "acme", USER, System.nanoTime() + 5_000_000,
                Map.of("locale", "en", "client", "web", "path", "/orders"));
    }

    private static Alternation.Bare makingContexts() {
        SplittableRandom random = new SplittableRandom(1);
        AtomicReference<@Nullable Context> whole = new AtomicReference<>();
        return () -> {
            Context outer = whole.get();
            if (outer == null) {
                Context made = request(random);
                expect(made.call(Context::current) != null);
                whole.set(made);
            } else {
                whole.set(null);
                Context made = outer.child(new UUID(random.nextLong(), random.nextLong()), System.nanoTime(), "step",
                        "reserve");
                expect(outer.call(() -> made.call(Context::current)) != null);
            }
        };
    }

    private static Alternation.Bare dispatching() {
        SplittableRandom random = new SplittableRandom(1);
        Orders orders = new Orders();
        long[] turn = new long[1];
        return () -> {
            Context context = request(random);
            if (turn[0]++ % 2 == 0) {
                context.call(() -> orders.bus().send(new Orders.Place(1, "lamp", 1)));
            } else {
                expect(context.call(() -> orders.bus().send(new Orders.Find(orders.placed()))).isPresent());
            }
        };
    }

    private static Alternation.Bare issuingAndVerifying(Tokens tokens) {
        String[] issued = {""};
        return () -> {
            if (issued[0].isEmpty()) {
                issued[0] = tokens.issue("user-1", Instant.now());
            } else {
                expect(tokens.verify(issued[0]).equals("user-1"));
                issued[0] = "";
            }
        };
    }

    /** To the same subscribers, one slow and one failing. */
    private static Alternation.Bare publishing(int subscribers) {
        Broadcast<CountDownLatch[]> broadcast = new Broadcast<>();
        broadcast.subscribe("slow", CAPACITY, (_, _) -> LockSupport.parkNanos(1_000_000));
        IllegalStateException failure = new IllegalStateException("on purpose");
        broadcast.subscribe("failing", CAPACITY, (_, _) -> {
            throw failure;
        });
        for (int i = 2; i < subscribers; i++) {
            broadcast.subscribe("subscriber", CAPACITY, (_, read) -> {
                if (read.length > 0) {
                    read[0].countDown();
                }
            });
        }
        CountDownLatch[] ordinary = {};
        return () -> {
            CountDownLatch[] last = {new CountDownLatch(subscribers - 2)};
            for (int i = 1; i < BURST; i++) {
                broadcast.publish(ordinary);
            }
            broadcast.publish(last);
            last[0].await();
        };
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("not what was expected");
        }
    }
}
