package io.tidemark.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.alert.jpa.JpaAlertStore;
import io.tidemark.alert.jpa.TestStores;
import io.tidemark.history.jpa.JpaStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** A real store, migrated and validated as the service does it, but without Spring. */
final class TestStore implements AutoCloseable {

    private static final List<String> ENTITIES = List.of("SeriesRow", "SampleBlockRow", "ProbeRunRow",
            "InstanceClaimRow", "RollupMarkRow", "HistoryFloorRow", "SampleMinutesRow", "SampleHourRow",
            "RunMinutesRow", "RunHourRow");

    private static final String ONCE_THERE = "reWriteBatchedInserts=true&socketTimeout=10";

    static final String LIMITS = ONCE_THERE + "&connectTimeout=3&loginTimeout=3";

    private final HikariDataSource dataSource;
    private final EntityManagerFactory factory;

    private TestStore(String url, String user, String vendor) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(2000);
        dataSource = new HikariDataSource(config);
        TestStores.migrate(dataSource, vendor);
        factory = factory(dataSource);
    }

    static TestStore h2(Path directory) {
        return at(h2Url(directory));
    }

    /** The service's own store belongs to `tidemark`. */
    static TestStore h2(Path directory, String user) {
        return new TestStore(h2Url(directory), user, "h2");
    }

    static String h2Url(Path directory) {
        return "jdbc:h2:file:" + directory.toAbsolutePath().resolve("store")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    static TestStore postgres(EmbeddedPostgres server) {
        return at(url(server));
    }

    /** With the time limits the service sets. */
    static String url(EmbeddedPostgres server) {
        return server.getJdbcUrl("postgres", "postgres") + '&' + LIMITS;
    }

    /** For processes that have just started, in which a first login may take long. */
    static String patientUrl(EmbeddedPostgres server) {
        return server.getJdbcUrl("postgres", "postgres") + '&' + ONCE_THERE + "&connectTimeout=60&loginTimeout=60";
    }

    static TestStore at(String url) {
        ClosedStore.failInsteadOfLooping();
        boolean h2 = url.startsWith("jdbc:h2:");
        return new TestStore(url, h2 ? "sa" : "postgres", h2 ? "h2" : "postgresql");
    }

    /** As somebody who may do less; the schema must be there. */
    static TestStore open(EmbeddedPostgres server, String user) {
        return new TestStore(server.getJdbcUrl(user, "postgres"), user, "postgresql");
    }

    private static EntityManagerFactory factory(DataSource dataSource) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("tidemark");
        ENTITIES.forEach(name -> configuration.managedClass(entity(JpaStore.class, name)));
        List.of("AlertRow", "AttentionColumns", "OutboxRow", "SilenceRow").forEach(
                name -> configuration.managedClass(entity(JpaAlertStore.class, name)));
        configuration.property("hibernate.connection.datasource", dataSource);
        configuration.property("hibernate.hbm2ddl.auto", "validate");
        return configuration.createEntityManagerFactory();
    }

    private static Class<?> entity(Class<?> neighbour, String name) {
        try {
            return Class.forName(neighbour.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    JpaStore store() {
        return new JpaStore(factory, dataSource);
    }

    void execute(String statement) {
        try (Connection connection = dataSource.getConnection(); Statement one = connection.createStatement()) {
            one.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of every row. */
    List<String> query(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forgets everything, as a new server. */
    void empty() {
        execute("truncate sample_block, sample_minutes, sample_hour, run_minutes, run_hour, rollup_mark, history_floor, "
                + "series, probe_run, instance_claim");
    }

    JpaAlertStore alerts() {
        return new JpaAlertStore(factory);
    }

    DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        factory.close();
        dataSource.close();
    }
}
