package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.history.store.Block;
import io.tidemark.metric.Labels;
import io.tidemark.metric.Series;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A process that compacts a store with much free room inside, until it is killed. */
final class KilledCompaction {

    static final List<String> MIGRATIONS = List.of("classpath:db/migration/common", "classpath:db/migration/h2");

    private static final int SERIES = 100;

    private KilledCompaction() {}

    static void main(String[] args) throws SQLException {
        try (Connection connection = connect(Path.of(args[0])); Statement statement = connection.createStatement()) {
            System.out.println("begins");
            System.out.flush();
            statement.execute("SHUTDOWN COMPACT");
        }
    }

    static Connection connect(Path data) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + data.resolve("store") + ";WRITE_DELAY=0", "sa", "");
    }

    /** Writes blocks, and deletes half of them. */
    static void fill(TestStore server, int blocks) {
        Random random = new Random(1);
        for (int i = 0; i < blocks / SERIES; i++) {
            Column column = new Column();
            column.add(i, 1);
            server.store().writeBlocks("here", IntStream.range(0, SERIES).mapToObj(s -> {
                Block one = Block.of(new Series("system.load.1m", Labels.of("n", Integer.toString(s))), column);
                byte[] bytes = new byte[1500];
                random.nextBytes(bytes);
                return new Block(one.series(), one.startMillis(), one.endMillis(), 1, one.encoding(), bytes);
            }).toList());
        }
        server.execute("delete from sample_block where mod(series_id, 2) = 0");
    }
}
