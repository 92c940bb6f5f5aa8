package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTParser;
import io.tidemark.metric.Outcome;
import io.tidemark.metric.Run;
import io.tidemark.probe.machinery.Bus;
import io.tidemark.probe.machinery.Context;
import io.tidemark.probe.machinery.Orders.Find;
import io.tidemark.probe.machinery.Orders.Order;
import io.tidemark.probe.machinery.Orders.Place;
import io.tidemark.probe.machinery.Tokens;
import io.tidemark.probe.target.LocalSession;
import io.tidemark.probe.target.LocalTarget;
import io.tidemark.probe.target.ProbeException;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Machinery that does not do what it should is found out. */
class MachineryWorkloadTests {

    @Test
    void aContextThatIsLostOnTheWayIsFound() {
        Run run = run(() -> new ContextsWorkload() {
            @Override
            @Nullable
            Context found() {
                return null;
            }
        }, 4, 1);

        assertThat(run.violations()).hasSize(2);
        assertThat(run.violations().getFirst()).startsWith("5 contexts found another context than the one bound, the");
        assertThat(run.violations().getLast()).startsWith("2 contexts did not give way to the one around them, the");
    }

    @Test
    void aBusThatAnswersWronglyAndLetsEverythingThroughIsFound() {
        Bus careless = new Bus(new Bus.Handlers().add(Place.class, _ -> 1L)
                .add(Find.class, _ -> Optional.of(new Order(1, 1, "another", 1))), List.of());
        Run run = run(() -> new DispatchWorkload() {
            @Override
            Bus bus() {
                return careless;
            }
        }, 4, 1);

        assertThat(run.violations()).hasSize(6);
        assertThat(run.violations().getFirst())
                .startsWith("2 queries were not answered by the order that was placed, the first: Optional[Order[");
        assertThat(run.violations().subList(1, 6)).containsExactly(
                "of 3 commands and 2 queries that were sent, the bus saw 0 and 0",
                "what the messages took was not timed",
                "an invalid command was handled instead of being refused",
                "an invalid query was handled instead of being refused",
                "a command of somebody who may not send it was handled instead of being refused");
    }

    @Test
    void aVerifierThatOnlyReadsIsFoundWithEveryForgery() {
        Run run = run(() -> new TokensEs256Workload() {
            @Override
            String verified(Tokens by, String token) throws ParseException {
                return JWTParser.parse(token).getJWTClaimsSet().getSubject();
            }
        }, 4, 1);

        assertThat(run.violations()).contains("a token with other claims was accepted",
                "a token with another signature was accepted", "a token that has expired was accepted",
                "a token with alg none was accepted", "a token of another issuer was accepted",
                "a token for another audience was accepted",
                "a token signed with the public key as a secret was accepted");
    }

    @Test
    void aVerifierThatReadsSomebodyElseIsFound() {
        Run run = run(() -> new TokensHs256Workload() {
            @Override
            String verified(Tokens by, String token) {
                return "mallory";
            }
        }, 4, 1);

        assertThat(run.violations().getFirst())
                .isEqualTo("2 tokens were read wrongly, the first: for user-0 it said mallory");
    }

    @Test
    void aSubscriberThatDoesNotEndIsFoundWithAllThatIsLeftOfIt() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Run run = run(() -> new BroadcastWorkload() {
            @Override
            public void prepare(LocalSession session, Assignment assignment) throws ProbeException {
                super.prepare(session, assignment);
                subscribe("stubborn", (_, _) -> {
                    begun.countDown();
                    awaitWhateverHappens(end);
                });
            }

            @Override
            public Operation operation(LocalSession session, Assignment assignment, int worker) {
                Operation honest = super.operation(session, assignment, worker);
                return watch -> {
                    honest.run(watch);
                    begun.await();
                };
            }
        }, 4, 10);
        end.countDown();

        assertThat(run.violations()).hasSize(3).contains("1 threads were left of subscribers that had gone",
                "128 events were left in queues of subscribers that had gone");
    }

    private static void awaitWhateverHappens(CountDownLatch end) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException _) {
                // Somebody who does not listen.
            }
        }
    }

    @Test
    void aBroadcastWithMoreSubscribersThanAProcessShouldHaveIsRefused() {
        assertThat(run(BroadcastWorkload::new, 1, 1_001).outcome()).isEqualTo(new Outcome.Failed(
                "broadcast is for up to 1,000 subscribers, got rows: 1001"));
    }

    private static Run run(Supplier<? extends Workload<?>> workload, int operations, int rows) {
        return Sabotage.run(workload, new LocalTarget("here"), operations, rows);
    }
}
