package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;

import org.jspecify.annotations.Nullable;

/** Reads what a JDBC failure means from its SQLSTATE (ISO 9075, PostgreSQL appendix A) and its causes. */
record JdbcFailures(String target, String address, @Nullable String user) {

    Failure explain(Throwable failure) {
        if (failure instanceof ProbeException known) {
            return known.failure();
        }
        SQLException sql = Causes.find(failure, SQLException.class);
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

    private Failure explain(SQLException failure, String state) {
        String said = Causes.firstLine(failure);
        return switch (state) {
            case "28P01" -> new Failure(Kind.AUTH, target + " refused the password for user '" + user + "'");
            case "28000" -> new Failure(Kind.AUTH, target + " refused user '" + user + "': " + said);
            case "57014", "HYT00", "55P03" ->
                new Failure(Kind.TIMEOUT, target + " cancelled the statement at its deadline: " + said);
            case "42501", "25006" -> new Failure(Kind.REFUSED, target + " refused: " + said);
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
