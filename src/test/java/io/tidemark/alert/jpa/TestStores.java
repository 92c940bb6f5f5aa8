package io.tidemark.alert.jpa;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** Opens the room's tables on a database, made by the shipped migrations and validated by Hibernate. */
public final class TestStores {

    private TestStores() {}

    /** A real server; whoever starts it stops it. */
    public static EmbeddedPostgres startPostgres() {
        try {
            return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(2)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void migrate(DataSource database, String vendor) {
        Flyway.configure().dataSource(database)
                .locations("classpath:db/migration/common", "classpath:db/migration/" + vendor).load().migrate();
    }

    public static EntityManagerFactory open(DataSource database) {
        return new HibernatePersistenceConfiguration("alerts")
                .managedClasses(AlertRow.class, AttentionColumns.class, OutboxRow.class, SilenceRow.class)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, database)
                .property(SchemaToolingSettings.HBM2DDL_AUTO, "validate").createEntityManagerFactory();
    }
}
