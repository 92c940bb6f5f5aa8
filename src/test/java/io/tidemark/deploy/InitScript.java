package io.tidemark.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a script for psql as far as ours use psql: variables set from secret files, and a change of database. */
public record InitScript(List<String> lines, Path secrets) {

    private static final Pattern SET = Pattern.compile("\\\\set (\\w+) `cat /run/secrets/([a-z-]+)`");
    private static final Pattern CONNECT = Pattern.compile("\\\\connect (\\w+)");

    /** Reads a script; the directory of secrets stands for /run/secrets. */
    public static InitScript read(Path script, Path secrets) throws IOException {
        return new InitScript(Files.readAllLines(script), secrets);
    }

    /** As the superuser, one statement at a time: some cannot share a transaction. */
    public void run(int port, String database) throws IOException, SQLException {
        StringBuilder sql = new StringBuilder();
        String connected = database;
        for (String line : lines) {
            Matcher connect = CONNECT.matcher(line);
            if (connect.matches()) {
                execute(port, connected, sql);
                connected = connect.group(1);
            } else if (!line.startsWith("\\set") && !line.startsWith("--")) {
                sql.append(line).append('\n');
            }
        }
        execute(port, connected, sql);
    }

    private void execute(int port, String database, StringBuilder sql) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                "postgres", ""); var statement = connection.createStatement()) {
            for (String one : filledIn(sql.toString()).split(";\n", -1)) {
                statement.execute(one);
            }
        }
        sql.setLength(0);
    }

    private String filledIn(String sql) throws IOException {
        String filled = sql;
        for (String line : lines) {
            Matcher set = SET.matcher(line);
            if (set.matches()) {
                filled = filled.replace(":'" + set.group(1) + "'",
                        "'" + Files.readString(secrets.resolve(set.group(2))) + "'");
            }
        }
        return filled;
    }
}
