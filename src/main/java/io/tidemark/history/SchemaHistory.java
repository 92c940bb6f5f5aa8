package io.tidemark.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/** Reads from the history of a schema whether this program may go on with it; by itself Flyway takes a newer one. */
final class SchemaHistory {

    private static final int NAMED = 3;

    private SchemaHistory() {}

    /**
     * Brings the schema up to this program.
     *
     * @param store how sentences begin: setting and store
     * @throws StoreRefusedException when it is not this program's; it is left as it is
     */
    static void migrate(String store, Flyway flyway) {
        refuse(store, flyway);
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw foreignTables(flyway).<RuntimeException>map(tables -> foreign(store, tables)).orElse(e);
        }
    }

    /** @throws StoreRefusedException when a newer, another or a changed program made it, or a migration had failed */
    static void refuse(String store, Flyway flyway) {
        MigrationInfoService info = flyway.info();
        List<MigrationInfo> applied = List.of(info.applied());
        Stream.of(newer(info), unlike(applied)).flatMap(Optional::stream).findFirst().ifPresent(reason -> {
            throw new StoreRefusedException(store + " " + reason);
        });
    }

    /** @throws StoreRefusedException when there are tables of somebody else and none of ours */
    static void refuseForeign(String store, Flyway flyway) {
        if (flyway.info().applied().length == 0) {
            foreignTables(flyway).ifPresent(tables -> {
                throw foreign(store, tables);
            });
        }
    }

    private static Optional<String> newer(MigrationInfoService info) {
        return Arrays.stream(info.applied()).filter(one -> isFuture(one.getState())).map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(version -> "was made by a newer Tidemark (its schema is " + version + ", this program knows up to "
                        + Arrays.stream(info.all()).filter(one -> !isFuture(one.getState()))
                                .map(MigrationInfo::getVersion).max(Comparator.naturalOrder()).orElseThrow()
                        + ") and was left as it is; start the newer program, or name another store");
    }

    private static Optional<String> unlike(List<MigrationInfo> applied) {
        return first(applied, one -> one.getState().isFailed())
                .map(one -> "was left halfway by its migration " + one
                        + "; put a copy from before it back, or name another store")
                .or(() -> first(applied, one -> one.getState() == MigrationState.MISSING_SUCCESS
                        || !one.isChecksumMatching() || !one.isDescriptionMatching())
                        .map(one -> "was made by another program or a changed one (its migration " + one
                                + " is not this program's) and was left as it is; name another store"));
    }

    private static Optional<String> first(List<MigrationInfo> applied, Predicate<MigrationInfo> bad) {
        return applied.stream().filter(bad).findFirst()
                .map(one -> one.getVersion() + " '" + one.getDescription() + "'");
    }

    private static boolean isFuture(MigrationState state) {
        return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
    }

    private static StoreRefusedException foreign(String store, String tables) {
        return new StoreRefusedException(store + " holds tables of another program (" + tables
                + ") and was left as it is; name an empty store");
    }

    /** Names of tables in a schema without a history. */
    private static Optional<String> foreignTables(Flyway flyway) {
        TreeSet<String> tables = new TreeSet<>();
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                ResultSet found = connection.getMetaData().getTables(connection.getCatalog(), connection.getSchema(),
                        "%", null)) {
            while (found.next()) {
                if (String.valueOf(found.getString("TABLE_TYPE")).matches("(BASE |PARTITIONED )?TABLE|VIEW")) {
                    tables.add(found.getString("TABLE_NAME"));
                }
            }
        } catch (SQLException _) {
            return Optional.empty();
        }
        return tables.isEmpty() || tables.contains(flyway.getConfiguration().getTable())
                ? Optional.empty()
                : Optional.of(tables.stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (tables.size() > NAMED ? " and " + (tables.size() - NAMED) + " more" : ""));
    }
}
