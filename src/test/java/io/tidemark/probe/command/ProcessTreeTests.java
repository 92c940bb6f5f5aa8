package io.tidemark.probe.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.command.Processes.One;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who belongs to a tree for how long, with processes that come and go when the test says so. */
class ProcessTreeTests {

    private static final long SELF = ProcessHandle.current().pid();
    private static final One ROOT = one(SELF + 1, SELF, SELF, 10);
    private static final long SESSION = SELF + 2;

    private final Scripted processes = new Scripted();
    private final ProcessTree tree;

    ProcessTreeTests() {
        processes.are(one(SELF, 1, SELF, 5), ROOT);
        tree = new ProcessTree(processes, Optional.of(ROOT), new Mark(SELF, 5, "web-1", "report", "1"));
    }

    private static One one(long pid, long parent, long session, long started) {
        return new One(pid, "sh", parent, session, started, 0, false);
    }

    /** Processes as the test has them; none says what its environment is. */
    private static final class Scripted implements Processes {

        private final Map<Long, One> all = new TreeMap<>();
        private final List<Long> looked = new ArrayList<>();

        void are(One... some) {
            all.clear();
            Arrays.asList(some).forEach(one -> all.put(one.pid(), one));
        }

        @Override
        public List<One> all() {
            return List.copyOf(all.values());
        }

        @Override
        public Optional<One> find(long pid) {
            looked.add(pid);
            return Optional.ofNullable(all.get(pid));
        }
    }

    private void look(int times, One... some) {
        processes.are(some);
        for (int i = 0; i < times; i++) {
            tree.alive();
        }
    }

    @Test
    void whoeverIsGoneIsNotLookedForAgain() {
        One[] many = LongStream.range(0, 1_000).mapToObj(i -> one(SELF + 100 + i, ROOT.pid(), SELF, 20))
                .toArray(One[]::new);
        processes.are(many);
        processes.all.put(ROOT.pid(), ROOT);
        assertThat(tree.alive()).hasSize(1_001);
        processes.are(ROOT, one(SELF + 100, SELF, SELF, 30));

        assertThat(tree.known()).as("of the same pid is another one").containsExactly(ROOT);
        processes.looked.clear();
        assertThat(tree.known()).containsExactly(ROOT);
        assertThat(processes.looked).containsExactly(ROOT.pid());
    }

    @Test
    void aSessionIsRememberedWhileSomebodyIsInItAndForAFewLooksAfterwards() {
        One leader = one(SESSION, ROOT.pid(), SESSION, 20);
        One orphan = one(SELF + 3, 1, SESSION, 21);
        look(1, ROOT, leader);
        look(50, orphan);
        assertThat(tree.alive()).as("whose leader is gone").containsExactly(orphan);

        look(9);
        look(1, one(SELF + 4, 1, SESSION, 22));
        assertThat(tree.alive()).as("seen again in time").hasSize(1);
    }

    @Test
    void aSessionThatIsOverDoesNotTakeInWhoeverGetsItsNumberLater() {
        look(1, ROOT, one(SESSION, ROOT.pid(), SESSION, 20));
        look(11, ROOT);
        look(1, ROOT, one(SESSION, 1, SESSION, 90));

        assertThat(tree.alive()).containsExactly(ROOT);
    }
}
