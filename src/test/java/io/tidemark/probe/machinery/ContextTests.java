package io.tidemark.probe.machinery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A context never changes, and is found by whatever is called on its behalf and by nothing else. */
class ContextTests {

    private final Context request = Context.root(new UUID(1, 1), "acme", new Context.User("alice", Set.of("read")),
            1_000, Map.of("locale", "en"));

    @Test
    void isFoundByWhatIsCalledAndByNobodyElse() {
        assertThat(Context.current()).isNull();
        assertThat(request.call(Context::current)).isSameAs(request);
        assertThat(request.call(
                () -> CompletableFuture.supplyAsync(Context::current, Thread::startVirtualThread).join())).isNull();
        assertThat(Context.current()).isNull();
    }

    @Test
    void aPartGivesWayToTheWholeAgainEvenAfterAFailure() {
        Context part = request.child(new UUID(1, 2), 500, "step", "reserve");
        Context afterwards = request.call(() -> {
            try {
                return part.call(() -> {
                    throw new IllegalStateException(part.equals(Context.current()) ? "inside" : "elsewhere");
                });
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("inside");
                return Context.current();
            }
        });
        assertThat(afterwards).isSameAs(request);
    }

    @Test
    void aPartIsOfTheSameUserKnowsWhatTheWholeKnowsAndHasNoMoreTime() {
        Context part = request.child(new UUID(1, 2), 2_000, "step", "reserve");

        assertThat(part.user()).isEqualTo(request.user());
        assertThat(part.attribute("step")).contains("reserve");
        assertThat(part.attribute("locale")).contains("en");
        assertThat(part.attribute("other")).isEmpty();
        assertThat(part.deadline()).isEqualTo(1_000);
        assertThat(request.child(new UUID(1, 3), 500, "step", "pay").deadline()).isEqualTo(500);
        assertThat(request.attributes()).containsOnlyKeys("locale");
    }
}
