package io.tidemark.probe.machinery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.probe.machinery.Bus.Query;
import io.tidemark.probe.machinery.Bus.RefusedException;
import io.tidemark.probe.machinery.Context.User;
import io.tidemark.probe.machinery.Orders.Find;
import io.tidemark.probe.machinery.Orders.Order;
import io.tidemark.probe.machinery.Orders.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every message gets to the handler of its class through all interceptors, or is refused on the way. */
class BusTests {

    private static final User CLERK = new User("clerk", Set.of(Orders.PLACE, Orders.FIND));

    private final Orders orders = new Orders();

    private record Ping(String text) implements Query<String> {

        @Override
        public String right() {
            return "";
        }

        @Override
        public void validate() {}
    }

    private static Context of(User user) {
        return Context.root(new UUID(1, 1), "acme", user, 0, Map.of());
    }

    @Test
    void interceptorsSurroundTheHandlerInTheirOrder() throws Exception {
        List<String> passed = new ArrayList<>();
        Bus bus = new Bus(new Bus.Handlers().add(Ping.class, ping -> "pong " + ping.text),
                List.of((message, next) -> {
                    passed.add("outer");
                    Object answer = next.proceed(message);
                    passed.add("outer again");
                    return answer;
                }, (message, next) -> {
                    passed.add("inner");
                    return next.proceed(message);
                }));

        assertThat(bus.send(new Ping("1"))).isEqualTo("pong 1");
        assertThat(passed).containsExactly("outer", "inner", "outer again");
    }

    @Test
    void aMessageNobodyHandlesIsRefusedAndTwoHandlersAreOneTooMany() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(
                () -> new Bus(new Bus.Handlers(), List.of()).send(new Ping("1"))).withMessage("nobody handles Ping");
        assertThatIllegalArgumentException().isThrownBy(() -> new Bus.Handlers().add(Ping.class, Ping::text)
                .add(Ping.class, Ping::text)).withMessage("Ping has a handler already");
    }

    @Test
    void whatWasPlacedIsFoundUntilItIsForgotten() throws Exception {
        of(CLERK).call(() -> {
            long first = orders.bus().send(new Place(7, "lamp", 2));
            assertThat(orders.bus().send(new Find(first))).contains(new Order(first, 7, "lamp", 2));
            for (int i = 0; i < Orders.KEPT; i++) {
                orders.bus().send(new Place(i, "chair", 1));
            }
            assertThat(orders.bus().send(new Find(first))).isEmpty();
            assertThat(orders.bus().send(new Find(orders.placed()))).isPresent();
            return first;
        });
        assertThat(orders.commands()).isEqualTo(Orders.KEPT + 1);
        assertThat(orders.queries()).isEqualTo(3);
        assertThat(orders.nanos()).isPositive();
    }

    @Test
    void whoeverIsHeldUpReplacesNoLaterOrder() throws Exception {
        Order later = new Order(Orders.KEPT + 1, 7, "lamp", 2);
        orders.keep(later);
        orders.keep(new Order(1, 8, "chair", 1));

        assertThat(of(CLERK).call(() -> orders.bus().send(new Find(later.number())))).contains(later);
    }

    @Test
    void whatIsInvalidOrNotAllowedChangesNothing() {
        assertRefused(CLERK, new Place(1, "lamp", 0), "an order needs an article and a quantity of at least 1");
        assertRefused(CLERK, new Find(0), "orders are numbered from 1");
        assertRefused(new User("guest", Set.of(Orders.FIND)), new Place(1, "lamp", 1), "not allowed: orders:place");
        assertThatExceptionOfType(RefusedException.class).as("on nobody's behalf")
                .isThrownBy(() -> orders.bus().send(new Find(1)));
        assertThat(orders.placed()).isZero();
        assertThat(orders.commands() + orders.queries()).isEqualTo(4);
    }

    private void assertRefused(User user, Bus.Message<?> message, String reason) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> of(user).call(() -> orders.bus().send(message))).withMessage(reason);
    }
}
