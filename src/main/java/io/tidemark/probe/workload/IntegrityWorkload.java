package io.tidemark.probe.workload;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Unit;
import io.tidemark.probe.target.DatabaseSession;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** Writes texts that are hard to keep, and looks whether they come back byte for byte: at once, and once more later. */
class IntegrityWorkload extends WritingWorkload {

    private static final Metric DIFFERENCES = Metric.gauge("probe.differences", Unit.ONE, Better.LOWER,
            "Texts that did not come back byte for byte");
    /** UTF-16 units, as some databases count them: 1,000 characters may be twice as many. */
    private static final Layout LAYOUT = Layout.of("kind", "varchar(40) not null", _ -> "'none'").and("held",
            "varchar(2000) not null", _ -> "''");

    private final Map<Long, HardText> written = new ConcurrentHashMap<>();

    IntegrityWorkload() {
        super(Traits.writing("integrity", "Writes texts that are hard to keep and reads them back byte for byte.")
                .operations("write", "read").phases("execute", "fetch").measures(DIFFERENCES), "violations < 1");
    }

    @Override
    OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, "texts", LAYOUT);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(table(assignment).insert(), select(assignment) + " and id = ?");
    }

    private String select(Assignment assignment) {
        return "select id, held from " + table(assignment).sql() + " where run = ?";
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement insert = table(assignment).insert(session, assignment);
        PreparedStatement select = statement(session, select(assignment) + " and id = ?");
        select.setLong(1, assignment.run());
        long[] unread = {0};
        return Prepared.of(watch -> {
            if (unread[0] == 0) {
                unread[0] = write(insert, watch);
            } else {
                long id = unread[0];
                unread[0] = 0;
                read(select, id, watch);
            }
        }, insert, select);
    }

    private long write(PreparedStatement insert, Stopwatch watch) throws SQLException {
        long id = next(1);
        HardText text = HardText.of(id);
        watch.start();
        insert.setLong(2, id);
        insert.setString(4, text.kind());
        insert.setString(5, text.value());
        insert.executeUpdate();
        watch.stop("write", "execute");
        confirm(1);
        written.put(id, text);
        return id;
    }

    private void read(PreparedStatement select, long id, Stopwatch watch) throws SQLException {
        watch.start();
        select.setLong(2, id);
        String read;
        try (ResultSet row = select.executeQuery()) {
            watch.lap("execute");
            read = row.next() ? row.getString(2) : null;
        }
        watch.stop("read", "fetch");
        compare(id, read);
    }

    private void compare(long id, @Nullable String read) {
        HardText text = written.get(id);
        if (text == null) {
            return;
        }
        byte[] right = text.value().getBytes(StandardCharsets.UTF_8);
        byte[] got = read == null ? new byte[0] : read.getBytes(StandardCharsets.UTF_8);
        if (read == null || !Arrays.equals(right, got)) {
            evidence.found("texts of kind '" + text.kind() + "' did not come back as they were written",
                    difference(right, got));
        }
    }

    /** Bytes, because what is wrong with a text can often not be seen. */
    private static String difference(byte[] right, byte[] got) {
        int at = Math.max(0, Arrays.mismatch(right, got));
        return right.length + " bytes were written and " + got.length + " came back; from byte " + at + " "
                + hex(right, at) + " became " + hex(got, at);
    }

    private static String hex(byte[] bytes, int from) {
        String hex = HexFormat.of().formatHex(bytes, Math.min(from, bytes.length), Math.min(from + 8, bytes.length));
        return hex.isEmpty() ? "nothing" : hex;
    }

    @Override
    public Verification verify(DatabaseSession session, Assignment assignment, Measured measured) throws Exception {
        try (PreparedStatement select = statement(session, select(assignment))) {
            select.setLong(1, assignment.run());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    compare(row.getLong(1), row.getString(2));
                }
            }
        }
        evidence.measure("differences", evidence.count());
        return super.verify(session, assignment, measured);
    }
}
