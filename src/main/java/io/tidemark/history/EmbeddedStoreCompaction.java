package io.tidemark.history;

import io.tidemark.history.store.Store;
import io.tidemark.history.store.StoreSize;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the room of deleted rows in the embedded store back when the service ends; H2 does so only while closing. It
 * copies what is used into a new file and puts that in the place of the old one in one step, so that a kill meanwhile
 * loses nothing. Where that would hold up the end or give little back, it is left for another time.
 */
final class EmbeddedStoreCompaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStoreCompaction.class);
    /** Some seconds on a slow disk (docs/measurements.md). */
    private static final long MOST_USED = 100L << 20;
    private static final double LEAST_FREE = 0.1;

    private final DataSource dataSource;
    private final Store store;
    private final boolean embedded;

    EmbeddedStoreCompaction(DataSource dataSource, Store store) {
        this.dataSource = dataSource;
        this.store = store;
        this.embedded = store.isEmbedded();
    }

    @Override
    public void close() {
        if (!embedded || !isWorthIt()) {
            return;
        }
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN COMPACT");
        } catch (SQLException e) {
            LOG.debug("The embedded store was not compacted.", e);
        }
    }

    private boolean isWorthIt() {
        try {
            StoreSize size = store.size(List.of());
            return size.bytes() <= MOST_USED && size.fileBytes() - size.bytes() > LEAST_FREE * size.fileBytes();
        } catch (RuntimeException e) {
            LOG.debug("The embedded store cannot be measured.", e);
            return false;
        }
    }
}
