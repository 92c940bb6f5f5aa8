package io.tidemark.history;

import io.tidemark.history.journal.JournalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;

/**
 * Refuses a journal or an embedded store that is damaged or newer than this program, before anything writes to it. The
 * store is looked at read-only, which leaves its file as it is; opening it for writing does not.
 */
public final class StoreCheck {

    private static final String FILE_URL = "jdbc:h2:file:";
    private static final String READ_ONLY = ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
    /** A file of H2 starts with its header twice; nothing else is in it until the first commit. */
    private static final int HEADERS = 8192;

    private final String url;
    private final String user;
    private final String password;
    private final List<String> migrations;
    private final Path file;
    private final String store;

    private StoreCheck(String url, String user, String password, List<String> migrations) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.migrations = migrations;
        this.file = Path.of(url.substring(FILE_URL.length()).replaceFirst(";.*", "") + ".mv.db");
        this.store = "tidemark.data: the embedded store " + file;
    }

    /**
     * Looks at the journal.
     *
     * @throws StoreRefusedException when a newer program made it
     */
    public static void journal(Path data) {
        JournalFiles.refuseNewer(data.resolve("journal"));
    }

    /**
     * Looks at the store behind the address if that is a file of this process.
     *
     * @param migrations where the program's migrations are
     * @throws StoreRefusedException when it must not be opened
     */
    public static void embedded(String url, String user, String password, List<String> migrations) {
        if (url.startsWith(FILE_URL) && !url.contains("AUTO_SERVER")) {
            new StoreCheck(url, user, password, migrations).refuseUnusable();
        }
    }

    private void refuseUnusable() {
        if (holdsNothing()) {
            return;
        }
        // Kept open meanwhile, so that the file is opened once.
        try (Connection _ = DriverManager.getConnection(url + READ_ONLY, user, password)) {
            Flyway flyway = Flyway.configure().dataSource(url + READ_ONLY, user, password)
                    .locations(migrations.toArray(String[]::new)).load();
            SchemaHistory.refuse(store, flyway);
            SchemaHistory.refuseForeign(store, flyway);
        } catch (SQLException e) {
            throw refused(e);
        } catch (FlywayException e) {
            throw damaged(e);
        }
    }

    /** A process may have been killed between making the file and the first commit. */
    private boolean holdsNothing() {
        if (!Files.exists(file)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            String headers = new String(in.readNBytes(HEADERS), StandardCharsets.ISO_8859_1);
            return size == 0 || (size == HEADERS && headers.startsWith("H:2,") && !headers.contains(",chunk:"));
        } catch (IOException e) {
            throw new StoreRefusedException(store + " cannot be read (" + Reasons.of(e) + "); let this user read it",
                    e);
        }
    }

    private StoreRefusedException refused(SQLException e) {
        return switch (e.getErrorCode()) {
            case ErrorCode.WRONG_USER_OR_PASSWORD -> new StoreRefusedException("spring.datasource.password: " + store
                    .substring(store.indexOf("the ")) + " does not take this user and password and was left as it is;"
                    + " leave both out if it was made without", e);
            case ErrorCode.FILE_VERSION_ERROR_1 -> new StoreRefusedException(store
                    + " is in a format of another version of H2 than this program's and was left as it is;"
                    + " start the program that made it, or name another directory", e);
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> new StoreRefusedException(store
                    + " is in use by another program; end that one, or name another directory", e);
            default -> damaged(e);
        };
    }

    private StoreRefusedException damaged(Exception e) {
        String reason = Reasons.of(e).replace("EOFException", "it ends too early");
        return new StoreRefusedException(store + " is damaged (" + reason
                + ") and was left as it is; put a copy back in its place, or move it away to begin anew", e);
    }
}
