package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a JDBC failure means from its SQLSTATE (ISO 9075, PostgreSQL appendix A), from the codes of MariaDB and H2
 * where the SQLSTATE says too little, and from its causes.
 */
record JdbcFailures(String target, String address, @Nullable String user) {

    Failure explain(Throwable failure) {
        if (failure instanceof ProbeException known) {
            return known.failure();
        }
        SQLException sql = Causes.find(failure, SQLException.class);
        Failure coded = sql == null ? null : ofCode(sql);
        if (coded != null) {
            return coded;
        }
        if (Causes.find(failure, SocketTimeoutException.class) != null || sql instanceof SQLTimeoutException) {
            return new Failure(Kind.TIMEOUT, target + " at " + address + " did not answer within the deadline");
        }
        String network = Causes.network(failure);
        if (network != null) {
            return new Failure(Kind.CONNECT, "cannot connect to " + target + " at " + address + ": " + network);
        }
        return sql == null
                ? new Failure(Kind.OTHER, target + " failed: " + failure)
                : explain(sql, sql.getSQLState() == null ? "" : sql.getSQLState());
    }

    /**
     * Codes of MariaDB and MySQL have four digits, those of H2 five, and PostgreSQL has none.
     *
     * @see <a href="https://mariadb.com/kb/en/mariadb-error-codes/">MariaDB error codes</a>
     */
    private @Nullable Failure ofCode(SQLException failure) {
        String said = said(failure);
        return switch (failure.getErrorCode()) {
            case 1205, 3572, 50_200 -> locked(said);
            case 1317, 1969, 3024 -> cancelled(said);
            case 1045, 1698 ->
                new Failure(Kind.AUTH, target + " refused the user '" + user + "' or the password: " + said);
            // Denied, unknown database, too many connections, read-only server, out of space.
            case 1044, 1142, 1143, 1227, 1370, 1049, 1040, 1203, 1226, 1290, 1836, 1021, 1114 ->
                new Failure(Kind.REFUSED, target + " refused: " + said);
            case 90_131 -> new Failure(Kind.STATEMENT, target + " failed the statement: " + said);
            case 1927 -> new Failure(Kind.CONNECT, "the connection to " + target + " was lost: " + said);
            default -> null;
        };
    }

    private Failure locked(String said) {
        return new Failure(Kind.LOCK, target + " had a lock that was not to be had within its limit: " + said);
    }

    private Failure cancelled(String said) {
        return new Failure(Kind.TIMEOUT, target + " cancelled the statement at its deadline: " + said);
    }

    /** MariaDB's driver puts the number of the connection before what the server said. */
    private static String said(SQLException failure) {
        return Causes.firstLine(failure).replaceFirst("^\\(conn=[0-9-]+\\) ", "");
    }

    private Failure explain(SQLException failure, String state) {
        String said = said(failure);
        return switch (state) {
            case "28P01" -> new Failure(Kind.AUTH, target + " refused the password for user '" + user + "'");
            case "28000" -> new Failure(Kind.AUTH, target + " refused user '" + user + "': " + said);
            case "55P03" -> locked(said);
            case "57014", "HYT00", "70100" -> cancelled(said);
            case "42501", "25006", "08004" -> new Failure(Kind.REFUSED, target + " refused: " + said);
            case "08001", "57P03" -> new Failure(Kind.CONNECT,
                    "cannot connect to " + target + " at " + address + ": " + Causes.innermostLine(failure));
            case "08P01" -> new Failure(Kind.PROTOCOL, target + " was not understood: " + said);
            default -> ofClass(state, said);
        };
    }

    private Failure ofClass(String state, String said) {
        return switch (state.length() < 2 ? state : state.substring(0, 2)) {
            case "08", "57" -> new Failure(Kind.CONNECT, "the connection to " + target + " was lost: " + said);
            case "23" -> new Failure(Kind.CONSTRAINT, target + " refused the data: " + said);
            case "53", "3D" -> new Failure(Kind.REFUSED, target + " refused: " + said);
            case "22", "25", "40", "42" -> new Failure(Kind.STATEMENT, target + " failed the statement: " + said);
            default -> new Failure(Kind.OTHER, target + " failed: " + said);
        };
    }
}
