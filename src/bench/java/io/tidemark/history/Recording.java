package io.tidemark.history;

import io.tidemark.history.journal.Column;
import io.tidemark.history.store.Block;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Series;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Samples by series, for several stores to take. */
record Recording(Map<Series, Column> columns) {

    private static final Duration SEGMENT = Duration.ofMinutes(30);

    /** What a service that has ended left in its embedded store. */
    static Recording of(TestStore store) throws SQLException {
        Map<Series, Column> columns = new LinkedHashMap<>();
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select distinct instance, metric from series")) {
            while (rows.next()) {
                read(store.store(), rows.getString(1), rows.getString(2), columns);
            }
        }
        return new Recording(columns);
    }

    private static void read(Store store, String instance, String metric, Map<Series, Column> columns) {
        for (Series series : store.series(instance, metric)) {
            Column column = new Column();
            store.samples(instance, series, Instant.EPOCH, Instant.now(), column::add);
            if (column.size() > 1) {
                columns.put(series, column);
            }
        }
    }

    /** Series like those of samplers, taken once a second by ten sources, each a little late each time. */
    static Recording generated(int series, Instant start, Duration length) {
        int count = (int) length.toSeconds();
        Random random = new Random(11);
        Map<Series, Column> columns = new LinkedHashMap<>();
        long[] times = {};
        for (int i = 0; i < series; i++) {
            if (i % (series / 10) == 0) {
                times = times(random, start.toEpochMilli() + random.nextInt(1000), count);
            }
            Signal signal = Signal.of(i, random);
            Column column = new Column();
            for (long at : times) {
                column.add(at, signal.next());
            }
            columns.put(signal.series(), column);
        }
        return new Recording(columns);
    }

    private static long[] times(Random random, long start, int count) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            int late = random.nextInt(100) == 0 ? random.nextInt(30) : (int) Math.abs(random.nextGaussian() * 1.5);
            times[i] = start + i * 1000L + late;
        }
        return times;
    }

    long count() {
        return columns.values().stream().mapToLong(Column::size).sum();
    }

    Instant start() {
        return Instant.ofEpochMilli(
                columns.values().stream().mapToLong(column -> column.millis(0)).min().orElseThrow());
    }

    Instant end() {
        return Instant.ofEpochMilli(columns.values().stream().mapToLong(column -> column.millis(column.size() - 1))
                .max().orElseThrow());
    }

    /** Itself, end to end, as often as it takes; counters begin anew each time. */
    Recording repeatedTo(long samples) {
        long shift = end().toEpochMilli() - start().toEpochMilli() + 1000;
        long times = (samples + count() - 1) / count();
        Map<Series, Column> repeated = new LinkedHashMap<>();
        columns.forEach((series, column) -> {
            Column all = new Column();
            for (long round = 0; round < times; round++) {
                for (int i = 0; i < column.size(); i++) {
                    all.add(column.millis(i) + round * shift, column.value(i));
                }
            }
            repeated.put(series, all);
        });
        return new Recording(repeated);
    }

    /** Writes it as the service does, a segment of half an hour in a transaction. */
    void writeTo(Store store, String instance) {
        Map<Series, Integer> next = new LinkedHashMap<>();
        long last = end().toEpochMilli();
        for (long end = start().toEpochMilli(); end <= last;) {
            end += SEGMENT.toMillis();
            List<Block> blocks = new ArrayList<>();
            for (Map.Entry<Series, Column> entry : columns.entrySet()) {
                Column part = new Column();
                int from = next.getOrDefault(entry.getKey(), 0);
                int to = from;
                for (; to < entry.getValue().size() && entry.getValue().millis(to) < end; to++) {
                    part.add(entry.getValue().millis(to), entry.getValue().value(to));
                }
                next.put(entry.getKey(), to);
                if (to > from) {
                    blocks.add(Block.of(entry.getKey(), part));
                }
            }
            store.writeBlocks(instance, blocks);
        }
    }
}
