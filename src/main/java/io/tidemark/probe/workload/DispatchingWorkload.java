package io.tidemark.probe.workload;

import io.tidemark.probe.machinery.Bus;
import io.tidemark.probe.machinery.Bus.Message;
import io.tidemark.probe.machinery.Bus.RefusedException;
import io.tidemark.probe.machinery.Context;
import io.tidemark.probe.machinery.Orders;
import io.tidemark.probe.machinery.Orders.Find;
import io.tidemark.probe.machinery.Orders.Order;
import io.tidemark.probe.machinery.Orders.Place;
import io.tidemark.probe.target.LocalSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends commands and queries over a bus with interceptors, each in the context of its request. Every worker looks for the
 * orders it has placed.
 */
abstract class DispatchingWorkload extends MachineryWorkload {

    private static final String COMMAND = "command";
    private static final String QUERY = "query";
    private static final Context.User CLERK = new Context.User("clerk", Set.of(Orders.PLACE, Orders.FIND));
    private static final Context.User GUEST = new Context.User("guest", Set.of(Orders.FIND));
    private static final long BUDGET = Duration.ofSeconds(5).toNanos();

    private final Orders orders = new Orders();
    private final LongAdder commands = new LongAdder();
    private final LongAdder queries = new LongAdder();

    DispatchingWorkload(Traits traits) {
        super(traits.operations(COMMAND, QUERY).phases("execute").rows(1, 1), "p95 < 50ms", "error_rate <= 0",
                "violations < 1");
    }

    /** Whether a worker sends a command now, and otherwise a query. */
    abstract boolean isCommand(int turn, SplittableRandom random);

    Bus bus() {
        return orders.bus();
    }

    @Override
    public final List<String> statements(Assignment assignment) {
        return List.of("send the command Place to its handler", "send the query Find to its handler");
    }

    @Override
    public Operation operation(LocalSession session, Assignment assignment, int worker) {
        return new Sending(worker, new SplittableRandom(assignment.seed(worker)));
    }

    private static Context context(Context.User user, SplittableRandom random) {
        return Context.root(new UUID(random.nextLong(), random.nextLong()), "acme", user, System.nanoTime() + BUDGET,
                Map.of());
    }

    private final class Sending implements Operation {

        private final int worker;
        private final SplittableRandom random;
        private Order mine = new Order(0, 0, "", 0);
        private int turn;

        Sending(int worker, SplittableRandom random) {
            this.worker = worker;
            this.random = random;
        }

        @Override
        public void run(Stopwatch watch) throws Exception {
            Context context = context(CLERK, random);
            boolean command = isCommand(turn++, random);
            if (command || mine.number() == 0) {
                place(watch, context, new Place(worker, "article-" + turn % 100, 1 + turn % 9));
            } else {
                find(watch, context, new Find(mine.number()));
            }
        }

        private void place(Stopwatch watch, Context context, Place order) throws Exception {
            commands.increment();
            watch.start();
            long number = context.call(() -> bus().send(order));
            watch.stop(COMMAND, "execute");
            mine = new Order(number, order.customer(), order.article(), order.quantity());
        }

        private void find(Stopwatch watch, Context context, Find query) throws Exception {
            queries.increment();
            watch.start();
            Optional<Order> found = context.call(() -> bus().send(query));
            watch.stop(QUERY, "execute");
            boolean forgotten = found.isEmpty() && orders.placed() - query.number() >= Orders.KEPT;
            if (!forgotten && !found.equals(Optional.of(mine))) {
                evidence.found("queries were not answered by the order that was placed",
                        found + " instead of " + mine);
            }
        }
    }

    @Override
    public Verification verify(LocalSession session, Assignment assignment, Measured measured) {
        evidence.check(orders.commands() == commands.sum() && orders.queries() == queries.sum(),
                "of %d commands and %d queries that were sent, the bus saw %d and %d".formatted(commands.sum(),
                        queries.sum(), orders.commands(), orders.queries()))
                .check(orders.nanos() > 0, "what the messages took was not timed");
        long before = orders.placed();
        SplittableRandom random = new SplittableRandom(assignment.run());
        checkRefused(context(CLERK, random), new Place(1, "article-1", 0), "an invalid command");
        checkRefused(context(CLERK, random), new Find(0), "an invalid query");
        checkRefused(context(GUEST, random), new Place(1, "article-1", 1), "a command of somebody who may not send it");
        return evidence.check(orders.placed() == before, "a command that was to be refused changed something")
                .verification();
    }

    private void checkRefused(Context context, Message<?> message, String what) {
        try {
            context.call(() -> bus().send(message));
            evidence.check(false, what + " was handled instead of being refused");
        } catch (RefusedException _) {
            // As it should be.
        } catch (Exception e) {
            evidence.check(false, what + " was not refused but failed: " + e);
        }
    }
}
