package io.tidemark.threshold.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.StoreException;
import io.tidemark.threshold.RuleChange;
import io.tidemark.threshold.StoredRule;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What holds on every database. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RuleStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00.123456Z");
    private static final int MOST = 5;

    private EntityManagerFactory entities;
    private JpaRuleStore store;

    abstract DataSource database();

    abstract String vendor();

    @BeforeAll
    void open() {
        DataSource database = database();
        TestStores.migrate(database, vendor());
        entities = new HibernatePersistenceConfiguration("rules").managedClasses(RuleRow.class, RuleChangeRow.class)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, database)
                .property(SchemaToolingSettings.HBM2DDL_AUTO, "validate").createEntityManagerFactory();
        store = new JpaRuleStore(entities, MOST);
    }

    @BeforeEach
    void empty() {
        entities.runInTransaction(manager -> {
            manager.createQuery("delete from RuleRow").executeUpdate();
            manager.createQuery("delete from RuleChangeRow").executeUpdate();
        });
    }

    @AfterAll
    void close() {
        entities.close();
    }

    @Test
    void givesBackWhatWasWrittenToEachInstanceItsOwn() {
        store.write(1, List.of(change(1, "a", null, "x < 1"), change(2, "b", null, "ü < \"é\"")));
        store.write(2, List.of(change(3, "a", null, "other < 1")));
        store.write(1, List.of(change(4, "a", "x < 1", "x < 2"), change(5, "b", "ü < \"é\"", null)));

        assertThat(store.rules(1)).containsExactly(new StoredRule("a", "x < 2"));
        assertThat(store.rules(2)).containsExactly(new StoredRule("a", "other < 1"));
        assertThat(store.rules(3)).isEmpty();
        assertThat(store.highestId()).isEqualTo(5);
        assertThat(store.changes(1, "b", Long.MAX_VALUE, 10)).containsExactly(change(5, "b", "ü < \"é\"", null),
                change(2, "b", null, "ü < \"é\""));
        assertThat(store.changes(1, null, 5, 2)).extracting(RuleChange::id).containsExactly(4L, 2L);
    }

    @Test
    void writesAllOrNothing() {
        store.write(1, List.of(change(1, "a", null, "x < 1")));
        assertThatThrownBy(() -> store.write(1, List.of(change(2, "b", null, "x < 1"), change(1, "c", null, "x < 1"))))
                .isInstanceOf(StoreException.class);
        assertThat(store.rules(1)).extracting(StoredRule::name).containsExactly("a");
    }

    @Test
    void forgetsTheOldestChangesOfAnInstance() {
        store.write(2, List.of(change(1, "z", null, "x < 1")));
        for (int i = 2; i < 10; i++) {
            store.write(1, List.of(change(i, "a", null, "x < " + i)));
        }
        assertThat(store.changes(1, null, Long.MAX_VALUE, 100)).extracting(RuleChange::id)
                .containsExactly(9L, 8L, 7L, 6L, 5L);
        assertThat(store.changes(2, null, Long.MAX_VALUE, 100)).hasSize(1);
    }

    private static RuleChange change(long id, String name, @Nullable String before, @Nullable String after) {
        return new RuleChange(id, name, NOW, "127.0.0.1, by token", before, after);
    }
}
