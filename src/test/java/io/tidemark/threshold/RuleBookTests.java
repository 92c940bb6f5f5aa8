package io.tidemark.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.history.Questions;
import io.tidemark.history.StoreException;
import io.tidemark.metric.RuleText;
import io.tidemark.threshold.RuleBook.Change;
import io.tidemark.threshold.RuleBook.Wanted;
import io.tidemark.threshold.jpa.RuleStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the set of rules is changed. */
class RuleBookTests {

    private static final String SHIPPED = "system.load.1m.warning";

    private final MemoryRuleStore store = new MemoryRuleStore();
    private final RuleBook book = RuleBooks.small(store);

    @Test
    void aStoredRuleIsInForceAtOnceAndAfterARestart() {
        assertThat(put("files", "process.open_files < 100")).isEqualTo(Change.CREATED);

        assertThat(names(book)).containsExactly(SHIPPED, "cpu", "files");
        assertThat(names(RuleBooks.small(store))).containsExactly(SHIPPED, "cpu", "files");
        assertThat(book.thresholds().rules()).last().satisfies(rule -> {
            assertThat(rule.origin()).isEqualTo(RuleText.Origin.STORED);
            assertThat(rule.severity()).isEqualTo(Severity.CRITICAL);
        });
    }

    @Test
    void theSameRuleAgainChangesNothingAndNeedsNoStore() {
        put("files", "process.open_files < 100");
        store.away = true;

        assertThat(put("files", "process.open_files < 100")).isEqualTo(Change.UNCHANGED);
        store.away = false;
        assertThat(changes()).hasSize(1);
    }

    @Test
    void aStoredRuleReplacesTheShippedOneUntilItIsRemoved() {
        put("load", "load: system.load.1m < 9 for 5m");
        assertThat(names(book)).containsExactly("cpu", "load");

        put(SHIPPED, "system.load.1m < 7 as warning");
        assertThat(names(book)).containsExactly("cpu", "load", SHIPPED);

        assertThat(book.remove("load", "me")).isTrue();
        assertThat(book.remove(SHIPPED, "me")).isTrue();
        assertThat(names(book)).containsExactly(SHIPPED, "cpu");
        assertThat(book.set().rules().getFirst().origin()).isEqualTo(RuleText.Origin.SHIPPED);
        assertThat(book.remove("load", "me")).isFalse();
    }

    @Test
    void aNameThatIsTakenIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> put("cpu", "system.load.1m < 9")).isInstanceOf(RuleConflictException.class)
                .hasMessage("rule: a rule called 'cpu' is configured at tidemark.thresholds[0]");
        assertThatThrownBy(() -> put(SHIPPED, "avg(system.load.1m, 5m) < 9 as warning"))
                .isInstanceOf(RuleConflictException.class).hasMessage("rule: a rule called 'system.load.1m.warning'"
                        + " comes with the product (shipped with test) and is about something else: choose another"
                        + " name");
        assertThatThrownBy(() -> book.remove("cpu", "me")).isInstanceOf(RuleConflictException.class).hasMessage(
                "the rule 'cpu' is not stored, so it cannot be removed here: it is configured at tidemark.thresholds[0]");
        assertThatThrownBy(() -> book.remove(SHIPPED, "me")).isInstanceOf(RuleConflictException.class)
                .hasMessageEndingWith("it comes with the product (shipped with test)");
        assertThat(names(book)).containsExactly(SHIPPED, "cpu");
    }

    @Test
    void aRuleThatCannotBeUsedIsShownWithACaret() {
        assertThatThrownBy(() -> put("x", "system.lod.1m < 9")).isInstanceOf(RuleException.class).hasMessage("""
                rule, column 1: unknown metric 'system.lod.1m'; did you mean 'system.load.1m'?
                  system.lod.1m < 9
                  ^""");
        assertThatThrownBy(() -> put("x", "y: system.load.1m < 9")).hasMessage(
                "rule: the rule calls itself 'y' and is to be called 'x': leave one of the names out");
        assertThatThrownBy(() -> put("X", "system.load.1m < 9")).hasMessage("rule: the name 'X' must start with a"
                + " lower-case letter, then letters, digits or '-', at most 63 characters, or be"
                + " 'system.load.1m.critical', which this rule is called by itself");
        assertThatThrownBy(() -> put("export", "system.load.1m < 9"))
                .hasMessage("rule: no rule can be called 'export', which is an address of its own");
        assertThatThrownBy(() -> put("x", "system.load.1m\n< 9")).hasMessageContaining("a rule is one line");
        assertThatThrownBy(() -> put("x", "p".repeat(1001))).hasMessage(
                "rule: a rule has at most 1000 characters, and this has 1001");
        assertThatThrownBy(() -> put("builtin-x", "system.load.1m < 9")).hasMessageContaining("reserved");
    }

    @Test
    void nothingIsDoneWhenTheStoreIsAway() {
        store.away = true;
        assertThatThrownBy(() -> put("files", "process.open_files < 100")).isInstanceOf(StoreException.class);
        assertThat(names(book)).containsExactly(SHIPPED, "cpu");

        store.away = false;
        assertThat(put("files", "process.open_files < 100")).isEqualTo(Change.CREATED);
    }

    @Test
    void aStoreThatWroteAndDidNotSayIsBelievedLater() {
        store.silent = true;
        assertThatThrownBy(() -> put("files", "process.open_files < 100")).isInstanceOf(StoreException.class);

        store.silent = false;
        assertThat(put("files", "process.open_files < 100")).isEqualTo(Change.UNCHANGED);
        assertThat(names(book)).contains("files");
    }

    @Test
    void aFrozenStoreIsToldInTimeAndBelievedLater() {
        CountDownLatch frozen = new CountDownLatch(1);
        store.frozen = frozen;
        try (PromptRuleStore prompt = new PromptRuleStore(store, new Questions(Duration.ofMillis(500), 1))) {
            // Opening it asks the store, too, and that may take what it takes.
            Exchanged exchanged = new Exchanged(store);
            RuleBook hasty = RuleBooks.small(exchanged);
            exchanged.now = prompt;
            Wanted files = wanted("files", "process.open_files < 100");
            assertThatThrownBy(() -> hasty.put(List.of(files), "me")).isInstanceOf(StoreException.class)
                    .hasMessage("the store did not answer within 500 ms");
            assertThatThrownBy(() -> hasty.put(List.of(files), "me")).isInstanceOf(StoreException.class)
                    .hasMessageContaining("busy");
            frozen.countDown();
            await().ignoreException(StoreException.class)
                    .until(() -> hasty.put(List.of(files), "me").equals(List.of(Change.UNCHANGED)));
            assertThat(names(hasty)).contains("files");
        }
    }

    @Test
    @Timeout(60)
    void whatNeedsNoStoreDoesNotWaitForThoseWhoDo() throws InterruptedException {
        CountDownLatch frozen = new CountDownLatch(1);
        store.frozen = frozen;
        Thread writer = Thread.ofVirtual().start(() -> put("files", "process.open_files < 100"));
        store.entered.await();
        assertThat(book.stored()).isEmpty();
        book.configure(new ConfiguredRules(List.of(House.rule("load: system.load.1m < 3"))));
        assertThat(names(book)).containsExactly("load");

        frozen.countDown();
        writer.join();
        assertThat(names(book)).as("the configuration that came meanwhile").containsExactly("load", "files");
    }

    @Test
    void manyAreStoredTogetherOrNotAtAll() {
        assertThatThrownBy(
                () -> book.put(List.of(wanted("a", "system.load.1m < 9"), wanted("b", "nonsense < 9")), "me"))
                .isInstanceOf(RuleException.class);
        assertThat(book.stored()).isEmpty();
        assertThat(changes()).isEmpty();

        assertThat(book.put(List.of(wanted("a", "system.load.1m < 9"), wanted("b", "system.swap.used < 1GB")), "me"))
                .containsExactly(Change.CREATED, Change.CREATED);
    }

    @Test
    void noMoreAreKeptThanFit() {
        List<Wanted> most = IntStream.range(0, RuleBook.MOST_RULES)
                .mapToObj(i -> wanted("r" + i, "system.load.1m < " + (i + 1))).toList();
        book.put(most, "me");
        assertThatThrownBy(() -> put("another", "system.load.1m < 1")).isInstanceOf(RuleConflictException.class)
                .hasMessage("there would be 10001 stored rules, and at most 10000 are kept: remove some first");
    }

    @Test
    void aRuleOnSomethingThatIsGoneIsKeptAndSaysWhy() {
        put("reads", "probe.'orders-read'.p95 < 10ms");
        put("cpu-2", "cpu-2: system.cpu.utilization < 80%");
        RuleBook later = RuleBooks.of(new io.tidemark.metric.Sources(RuleBooks.sources().all().stream()
                .filter(source -> !source.name().equals("orders-read")).toList()),
                List.of(House.rule("cpu-2: system.cpu.utilization < 90%")), store);

        assertThat(names(later)).containsExactly(SHIPPED, "cpu-2");
        assertThat(later.set().unjudged()).extracting(RuleSet.Unjudged::reason).containsExactly(
                "a rule called 'cpu-2' is configured at tidemark.thresholds[0]",
                "stored rule 'reads', column 1: there is no probe 'orders-read'; did you mean 'orders-direct'?");
        assertThat(later.remove("reads", "me")).isTrue();
        assertThat(later.set().unjudged()).hasSize(1);
    }

    @Test
    void eachChangeIsRemembered() {
        put("files", "process.open_files < 100");
        put("files", "process.open_files < 200");
        book.remove("files", "you");
        put("other", "system.load.1m < 9");

        assertThat(book.changes("files", Long.MAX_VALUE, 10)).extracting(RuleChange::by, RuleChange::before,
                RuleChange::after).containsExactly(
                        org.assertj.core.groups.Tuple.tuple("you", "process.open_files < 200", null),
                        org.assertj.core.groups.Tuple.tuple("me", "process.open_files < 100",
                                "process.open_files < 200"),
                        org.assertj.core.groups.Tuple.tuple("me", null, "process.open_files < 100"));
        assertThat(changes()).hasSize(4);
        assertThat(book.changes(null, changes().get(1).id(), 10)).hasSize(2);
    }

    @Test
    void otherConfiguredRulesComeIntoForceUnlessTheyAreBad() {
        put("files", "process.open_files < 100");
        assertThatThrownBy(() -> book.configure(new ConfiguredRules(List.of(House.rule("cpu: nonsense < 1")))))
                .isInstanceOf(RuleException.class);
        assertThat(names(book)).containsExactly(SHIPPED, "cpu", "files");

        book.configure(new ConfiguredRules(List.of(House.rule("files: system.load.1m < 3"))));
        assertThat(names(book)).containsExactly("files");
        assertThat(book.set().unjudged()).singleElement().extracting(RuleSet.Unjudged::reason)
                .isEqualTo("a rule called 'files' is configured at tidemark.thresholds[0]");
    }

    /** Goes on as another store. */
    private static final class Exchanged implements RuleStore {

        private RuleStore now;

        Exchanged(RuleStore first) {
            now = first;
        }

        @Override
        public List<StoredRule> rules(int bits) {
            return now.rules(bits);
        }

        @Override
        public void write(int bits, List<RuleChange> changes) {
            now.write(bits, changes);
        }

        @Override
        public List<RuleChange> changes(int bits, @Nullable String name, long before, int limit) {
            return now.changes(bits, name, before, limit);
        }

        @Override
        public long highestId() {
            return now.highestId();
        }
    }

    private Change put(String name, String text) {
        return book.put(List.of(wanted(name, text)), "me").getFirst();
    }

    private static Wanted wanted(String name, String text) {
        return new Wanted(new StoredRule(name, text), "rule");
    }

    private List<RuleChange> changes() {
        return book.changes(null, Long.MAX_VALUE, 100);
    }

    private static List<String> names(RuleBook book) {
        return book.set().rules().stream().map(Threshold::name).toList();
    }
}
