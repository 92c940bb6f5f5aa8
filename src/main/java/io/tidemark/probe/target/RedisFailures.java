package io.tidemark.probe.target;

import io.tidemark.probe.target.Failure.Kind;
import java.net.SocketTimeoutException;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Reads what a Redis failure means from the first word of the server's error and its causes. */
record RedisFailures(String target, String address, @Nullable String user) {

    Failure explain(Throwable failure) {
        if (failure instanceof ProbeException known) {
            return known.failure();
        }
        if (Causes.find(failure, SocketTimeoutException.class) != null) {
            return new Failure(Kind.TIMEOUT, target + " at " + address + " did not answer within the deadline");
        }
        String network = Causes.network(failure);
        if (network != null) {
            return new Failure(Kind.CONNECT, "cannot connect to " + target + " at " + address + ": " + network);
        }
        JedisDataException answer = Causes.find(failure, JedisDataException.class);
        if (answer != null) {
            return explain(Causes.firstLine(answer));
        }
        return Causes.find(failure, JedisConnectionException.class) == null
                ? new Failure(Kind.OTHER, target + " failed: " + failure)
                : new Failure(Kind.CONNECT,
                        "the connection to " + target + " was lost: " + Causes.firstLine(failure));
    }

    private Failure explain(String said) {
        return switch (said.split(" ", 2)[0]) {
            case "WRONGPASS" -> new Failure(Kind.AUTH, target + " refused the password" + forUser());
            case "NOAUTH" ->
                new Failure(Kind.AUTH, target + " asks for a password; use the keys username and password");
            case "NOPERM", "READONLY", "OOM", "MISCONF", "LOADING", "BUSY", "DENIED", "CLUSTERDOWN", "MOVED" ->
                new Failure(Kind.REFUSED, target + " refused: " + said);
            default -> fromText(said);
        };
    }

    private Failure fromText(String said) {
        if (said.contains("AUTH") || said.contains("invalid password")) {
            return new Failure(Kind.AUTH, target + " refused the password" + forUser() + ": " + said);
        }
        return said.contains("max number of clients")
                ? new Failure(Kind.REFUSED, target + " refused: " + said)
                : new Failure(Kind.STATEMENT, target + " failed the command: " + said);
    }

    private String forUser() {
        return user == null ? "" : " for user '" + user + "'";
    }
}
