package io.tidemark.history.jpa;

import io.tidemark.history.store.Tier;
import io.tidemark.metric.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions of the tiers in PostgreSQL: made ahead, and dropped as a whole instead of row by row. Rows of a time without
 * a partition go to the default one. Where the rights are missing everything does, and is deleted from there.
 */
final class Partitions {

    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final int BEHIND = 1;
    private static final int AHEAD = 2;
    /** A block that starts in a partition may end an hour after it. */
    private static final Duration OVERHANG = Duration.ofHours(1);
    /** Any number that nobody else uses; one instance at a time makes or drops. */
    private static final long LOCK = 0x7469_6465_6d61_726bL;
    private static final String NO_RIGHTS = "42501";
    /**
     * Not now, which is no failure: the default partition holds rows of this time (23514), somebody holds a lock (55P03)
     * or takes too long (57014), another instance was faster (42P07), or somebody made other partitions (42P17).
     */
    private static final Set<String> NOT_NOW = Set.of("23514", "55P03", "57014", "42P07", "42P17");

    private final SessionFactory sessions;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    Partitions(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** Makes those of now, of before (the journal may bring older rows) and of the time to come. */
    void make(Tier tier, Instant now) {
        Set<String> existing = Set.copyOf(leaves(tier));
        Partition first = Partition.of(tier, now).plus(-BEHIND);
        for (int i = 0; i <= BEHIND + AHEAD; i++) {
            Partition one = first.plus(i);
            if (!existing.contains(one.name()) && !refused.contains(tier.table())) {
                attempt(tier.table(), connection -> make(connection, one));
            }
        }
    }

    boolean dropOlder(Tier tier, Instant before) {
        Optional<Partition> oldest = managed(tier).stream().min(Comparator.comparing(Partition::start))
                .filter(one -> !one.end().plus(OVERHANG).isAfter(before));
        return oldest.isPresent() && attempt(oldest.get().name(),
                connection -> execute(connection, "drop table " + oldest.get().name()));
    }

    /** Partitions whose rows are deleted one by one: the default one, those of others, and those we may not drop. */
    List<String> unmanaged(Tier tier) {
        List<String> names = new ArrayList<>(leaves(tier));
        managed(tier).forEach(one -> names.remove(one.name()));
        return names;
    }

    private List<Partition> managed(Tier tier) {
        return leaves(tier).stream().filter(name -> !refused.contains(name))
                .flatMap(name -> Partition.named(tier, name).stream()).toList();
    }

    List<String> leaves(Tier tier) {
        return sessions.fromStatelessTransaction(session -> session.doReturningWork(connection -> {
            try (PreparedStatement query = connection.prepareStatement("select c.relname from pg_inherits i "
                    + "join pg_class c on c.oid = i.inhrelid where i.inhparent = cast(? as regclass) order by 1")) {
                query.setString(1, tier.table());
                List<String> names = new ArrayList<>();
                try (ResultSet found = query.executeQuery()) {
                    while (found.next()) {
                        names.add(found.getString(1));
                    }
                }
                return names;
            }
        }));
    }

    /** The default partition would be searched for rows of this time under a lock, and found to hold some. */
    private static boolean make(Connection connection, Partition one) throws SQLException {
        String rows = "select 1 from " + one.tier().table() + " where " + one.tier().key() + " >= " + one.from()
                + " and " + one.tier().key() + " < " + one.to();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(rows + " limit 1")) {
            return !found.next() && execute(connection, "create table if not exists " + one.name() + " partition of "
                    + one.tier().table() + " for values from (" + one.from() + ") to (" + one.to() + ")");
        }
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }

    /** Never waits long for a lock, for everybody who writes would wait behind it. */
    private boolean attempt(String table, Change change) {
        try {
            return sessions.fromStatelessTransaction(session -> session.doReturningWork(connection -> {
                execute(connection, "set local lock_timeout = '1s'");
                execute(connection, "set local statement_timeout = '5s'");
                return isOurTurn(connection) && change.make(connection);
            }));
        } catch (JDBCException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.equals(NO_RIGHTS)) {
                if (refused.add(table)) {
                    LOG.info("This user may not make or drop partitions of {}; old rows are deleted instead. Own the"
                            + " table, and have CREATE on its schema, for whole partitions to be dropped.", table);
                }
            } else if (!NOT_NOW.contains(state)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean isOurTurn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet turn = statement.executeQuery("select pg_try_advisory_xact_lock(" + LOCK + ")")) {
            return turn.next() && turn.getBoolean(1);
        }
    }

    /** What is done in a transaction of its own. */
    private interface Change {

        boolean make(Connection connection) throws SQLException;
    }

    /**
     * One partition by its time: days, or months of what is kept long, so that what goes is a small part of what is kept
     * and there are never more than some sixty.
     */
    private record Partition(Tier tier, LocalDate first) {

        private static final Duration LONGEST_IN_DAYS = Duration.ofDays(60);

        static Partition of(Tier tier, Instant at) {
            LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
            return new Partition(tier, isDaily(tier) ? day : day.withDayOfMonth(1));
        }

        /** Reads the name; empty when it is none of ours. */
        static Optional<Partition> named(Tier tier, String name) {
            String prefix = tier.table() + "_p";
            if (!name.startsWith(prefix) || !name.substring(prefix.length()).matches("\\d{8}|\\d{6}")) {
                return Optional.empty();
            }
            String digits = (name.substring(prefix.length()) + "01").substring(0, 8);
            Partition read = new Partition(tier, LocalDate.of(Integer.parseInt(digits.substring(0, 4)),
                    Integer.parseInt(digits.substring(4, 6)), Integer.parseInt(digits.substring(6))));
            return read.name().equals(name) ? Optional.of(read) : Optional.empty();
        }

        private static boolean isDaily(Tier tier) {
            return tier.kept().compareTo(LONGEST_IN_DAYS) <= 0;
        }

        Partition plus(int count) {
            return new Partition(tier, isDaily(tier) ? first.plusDays(count) : first.plusMonths(count));
        }

        String name() {
            String date = first.toString().replace("-", "");
            return tier.table() + "_p" + (isDaily(tier) ? date : date.substring(0, 6));
        }

        Instant start() {
            return first.atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        Instant end() {
            return plus(1).start();
        }

        String from() {
            return literal(start());
        }

        String to() {
            return literal(end());
        }

        private String literal(Instant at) {
            return switch (tier.kind()) {
                case TIME -> "timestamptz '" + at + "'";
                case ID -> Long.toString(Ids.at(at));
            };
        }
    }
}
