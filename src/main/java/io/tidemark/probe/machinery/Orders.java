package io.tidemark.probe.machinery;

import io.tidemark.probe.machinery.Bus.Command;
import io.tidemark.probe.machinery.Bus.Message;
import io.tidemark.probe.machinery.Bus.Next;
import io.tidemark.probe.machinery.Bus.Query;
import io.tidemark.probe.machinery.Bus.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** A small application on a bus: orders are placed and found, each message timed, validated and authorised. */
public final class Orders {

    /** Only the last ones are kept, so that it never grows. */
    public static final int KEPT = 1024;
    /** What whoever places orders must be allowed to do. */
    public static final String PLACE = "orders:place";
    /** What whoever looks for orders must be allowed to do. */
    public static final String FIND = "orders:find";

    private final AtomicReferenceArray<Order> last = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong placed = new AtomicLong();
    private final LongAdder commands = new LongAdder();
    private final LongAdder queries = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final Bus bus = new Bus(new Bus.Handlers().add(Place.class, this::place).add(Find.class, this::find),
            List.of(this::timed, Orders::validated, Orders::authorised));

    /** What was ordered. */
    public record Order(long number, long customer, String article, int quantity) {}

    /** Orders something; answered by the number of the order. */
    public record Place(long customer, String article, int quantity) implements Command<Long> {

        @Override
        public String right() {
            return PLACE;
        }

        @Override
        public void validate() throws RefusedException {
            if (quantity < 1 || article.isBlank()) {
                throw new RefusedException("an order needs an article and a quantity of at least 1");
            }
        }
    }

    /** Looks for an order; empty when it never was or is forgotten. */
    public record Find(long number) implements Query<Optional<Order>> {

        @Override
        public String right() {
            return FIND;
        }

        @Override
        public void validate() throws RefusedException {
            if (number < 1) {
                throw new RefusedException("orders are numbered from 1");
            }
        }
    }

    public Bus bus() {
        return bus;
    }

    /** How many were placed so far. */
    public long placed() {
        return placed.get();
    }

    /** Commands that came, refused ones too. */
    public long commands() {
        return commands.sum();
    }

    /** Queries that came, refused ones too. */
    public long queries() {
        return queries.sum();
    }

    /** What all of them took together. */
    public long nanos() {
        return nanos.sum();
    }

    private Long place(Place order) {
        long number = placed.incrementAndGet();
        keep(new Order(number, order.customer, order.article, order.quantity));
        return number;
    }

    /** Whoever was held up since it got its number does not replace a later order. */
    void keep(Order one) {
        last.accumulateAndGet((int) (one.number % KEPT), one,
                (kept, mine) -> kept == null || kept.number < mine.number ? mine : kept);
    }

    private Optional<Order> find(Find order) {
        return Optional.ofNullable(last.get((int) (order.number % KEPT))).filter(one -> one.number == order.number);
    }

    private Object timed(Message<?> message, Next next) throws Exception {
        long from = System.nanoTime();
        try {
            return next.proceed(message);
        } finally {
            nanos.add(System.nanoTime() - from);
            switch (message) {
                case Command<?> _ -> commands.increment();
                case Query<?> _ -> queries.increment();
            }
        }
    }

    private static Object validated(Message<?> message, Next next) throws Exception {
        message.validate();
        return next.proceed(message);
    }

    private static Object authorised(Message<?> message, Next next) throws Exception {
        Context context = Context.current();
        if (context == null || !context.user().rights().contains(message.right())) {
            throw new RefusedException("not allowed: " + message.right());
        }
        return next.proceed(message);
    }
}
