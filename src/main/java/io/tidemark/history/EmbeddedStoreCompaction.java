package io.tidemark.history;

import io.tidemark.history.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the room of deleted rows in the embedded store back when the service ends; H2 does so only while closing. A
 * large file is left alone, because rewriting it would hold up the end.
 */
final class EmbeddedStoreCompaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStoreCompaction.class);
    private static final long LARGEST = 200L << 20;

    private final DataSource dataSource;
    private final boolean wanted;
    private final Path data;

    EmbeddedStoreCompaction(DataSource dataSource, Store store, Path data) {
        this.dataSource = dataSource;
        this.wanted = store.isEmbedded();
        this.data = data;
    }

    @Override
    public void close() {
        if (!wanted || size() > LARGEST) {
            return;
        }
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN COMPACT");
        } catch (SQLException e) {
            LOG.debug("The embedded store was not compacted.", e);
        }
    }

    private long size() {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".mv.db")).mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }
}
