package io.tidemark.probe.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.h2.jdbcx.JdbcDataSource;

/** The built-in database: an H2 file of its own, made anew at every start. Never the store, never configured. */
public final class H2Target implements DatabaseTarget {

    private static final String FILE = "builtin";
    /** Nobody queues up here but our own probes, while one of them makes its table. */
    private static final Limits LIMITS = new Limits(Limits.USUAL.statement(), Duration.ofSeconds(1),
            Limits.USUAL.idleInTransaction(), Limits.USUAL.socket());

    private final String name;
    private final Path directory;
    private boolean made;

    /** @throws IllegalArgumentException when H2 would read settings out of the path */
    public H2Target(String name, Path directory) {
        this.name = name;
        this.directory = directory.toAbsolutePath().normalize();
        if (this.directory.toString().contains(";")) {
            throw new IllegalArgumentException(
                    "tidemark.data: the path '" + directory + "' must not contain ';'");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public synchronized DatabaseSession open(Duration limit) throws SQLException {
        if (!made) {
            removeFiles();
            made = true;
        }
        try {
            DatabaseSession session = new DatabaseSession(source().getConnection(), Dialect.H2, LIMITS);
            session.limit(limit);
            return session;
        } catch (SQLException e) {
            // It holds nothing worth keeping: the next one starts anew.
            made = false;
            throw e;
        }
    }

    private JdbcDataSource source() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + directory.resolve(FILE)
                + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;CACHE_SIZE=2048"
                // Otherwise a query asked twice is answered from the last answer, and its time says nothing.
                + ";OPTIMIZE_REUSE_RESULTS=FALSE");
        source.setUser("sa");
        return source;
    }

    @Override
    public synchronized void close() {
        if (made) {
            try (DatabaseSession session = new DatabaseSession(source().getConnection(), Dialect.H2)) {
                session.execute("SHUTDOWN IMMEDIATELY");
            } catch (SQLException _) {
                // It may be closed already.
            }
            made = false;
            removeFiles();
        }
    }

    private void removeFiles() {
        try {
            Files.createDirectories(directory);
            for (String ending : List.of(".mv.db", ".trace.db")) {
                Files.deleteIfExists(directory.resolve(FILE + ending));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the built-in database cannot be made anew in " + directory, e);
        }
    }

    @Override
    public Failure explain(Throwable failure) {
        return new JdbcFailures(name, directory.toString(), "sa").explain(failure);
    }

    @Override
    public String toString() {
        return name;
    }
}
