package io.tidemark.probe.workload;

import io.tidemark.probe.target.CacheTarget;
import io.tidemark.probe.target.Dialect;
import io.tidemark.probe.target.H2Target;
import io.tidemark.probe.target.HttpTarget;
import io.tidemark.probe.target.LocalTarget;
import io.tidemark.probe.target.MariaDbTarget;
import io.tidemark.probe.target.PostgresTarget;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.WebSocketTarget;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pieces of SQL that databases write differently. What is the same everywhere stands where it is used. */
record Sql(Dialect dialect) {

    /** For a database nobody has connected to yet. */
    static Sql of(Target target) {
        return new Sql(switch (target) {
            case PostgresTarget _ -> Dialect.POSTGRESQL;
            case MariaDbTarget _ -> Dialect.MARIADB;
            case H2Target _ -> Dialect.H2;
            case CacheTarget _,HttpTarget _,WebSocketTarget _,LocalTarget _ ->
                throw new IllegalArgumentException(target.name() + " is no database");
        });
    }

    /** A relation with one column `i`, from one parameter to the other. */
    String numbers() {
        return switch (dialect) {
            case POSTGRESQL -> "generate_series(?::bigint, ?::bigint) as numbers(i)";
            case MARIADB -> "(with recursive counted(i, last) as (select cast(? as signed), cast(? as signed) union all"
                    + " select i + 1, last from counted where i < last) select i from counted where i <= last)"
                    + " as numbers";
            case H2 -> "(select x as i from system_range(?, ?)) as numbers";
        };
    }

    /** A number or the like as text. */
    String text(String expression) {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "cast(" + expression + " as varchar)";
            case MARIADB -> "cast(" + expression + " as char)";
        };
    }

    /** Ends an insert that may meet rows another instance has just made. */
    String unlessThere() {
        return switch (dialect) {
            case POSTGRESQL -> " on conflict do nothing";
            case MARIADB -> " on duplicate key update run = run";
            case H2 -> "";
        };
    }

    /** Deletes a bounded number of rows of our own tables, whose key is run and id. */
    String deletePiece(String table, String where, int rows) {
        return switch (dialect) {
            case POSTGRESQL -> "delete from " + table + " where (run, id) in (select run, id from " + table + " where "
                    + where + " limit " + rows + ")";
            case MARIADB -> "delete from " + table + " where " + where + " limit " + rows;
            case H2 -> "delete from " + table + " where " + where + " fetch first " + rows + " rows only";
        };
    }

    String anHourAgo() {
        return switch (dialect) {
            case POSTGRESQL, MARIADB, H2 -> "current_timestamp - interval '1' hour";
        };
    }

    /** The type and default of the instant a row was written at. */
    String writtenAt() {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "timestamp with time zone default current_timestamp not null";
            case MARIADB -> "timestamp(6) default current_timestamp(6) not null";
        };
    }

    /** Ends `create table`. Texts are compared byte by byte, as the other databases do. */
    String tableEnding(String comment) {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "";
            case MARIADB -> " character set utf8mb4 collate utf8mb4_bin comment '" + comment + "'";
        };
    }

    /** What has to follow `create table`: a comment and indexes, where they are not part of it. */
    List<String> afterTable(String table, String comment, List<String> indexes) {
        return switch (dialect) {
            case POSTGRESQL, H2 ->
                Stream.concat(Stream.of("comment on table " + table + " is '" + comment + "'"),
                        indexes.stream().map(columns -> "create index on " + table + " (" + columns + ")")).toList();
            case MARIADB -> List.of();
        };
    }

    /** Indexes as parts of `create table`, where they can be without a name there. */
    List<String> withinTable(List<String> indexes) {
        return switch (dialect) {
            case POSTGRESQL, H2 -> List.of();
            case MARIADB -> indexes.stream().map(columns -> "index (" + columns + ")").toList();
        };
    }

    /** Makes our schema, marked as ours where that is possible. */
    List<String> createSchema(String schema, String comment) {
        return switch (dialect) {
            case POSTGRESQL, H2 -> List.of("create schema " + schema,
                    "comment on schema " + schema + " is '" + comment + "'");
            case MARIADB -> List.of("create schema if not exists " + schema);
        };
    }

    /** Statements that let whoever has the right to give the user of the target what it needs. */
    String askForSchema(String schema) {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "CREATE SCHEMA " + schema + " AUTHORIZATION <the user>";
            case MARIADB -> "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX ON " + schema
                    + ".* TO <the user>";
        };
    }

    /** Why a table may not be found. */
    String absent() {
        return switch (dialect) {
            case POSTGRESQL, H2 -> "does not exist";
            case MARIADB -> "does not exist, or this user has no right to it";
        };
    }

    /** Makes a session one for the user's own statement: with the user's names, and for reading only unless it writes. */
    String[] asTheUsers(boolean writes) {
        return switch (dialect) {
            // The rest of us looks at pg_catalog only.
            case POSTGRESQL -> new String[]{"set search_path to default"};
            case MARIADB -> new String[]{"set session transaction read " + (writes ? "write" : "only")};
            case H2 -> new String[0];
        };
    }

    /** Makes it ours again; on a target without `writes` it stays one for reading only. */
    String[] asOurs(boolean writes) {
        return switch (dialect) {
            case POSTGRESQL -> new String[]{"set search_path = pg_catalog"};
            case MARIADB -> new String[]{"set session transaction read " + (writes ? "write" : "only")};
            case H2 -> new String[0];
        };
    }

    /** Lets the database look how many rows a table has and what is in them, for its plans. */
    String analyze(String table) {
        return switch (dialect) {
            case POSTGRESQL -> "analyze " + table;
            case MARIADB, H2 -> "analyze table " + table;
        };
    }

    /** Asks how a query would be answered. */
    String explain(String query) {
        return switch (dialect) {
            case POSTGRESQL -> "explain (format json) " + query;
            case MARIADB -> "explain format=json " + query;
            case H2 -> "explain " + query;
        };
    }

    /** Makes the index that the database's own search of texts needs, unless it is there; empty without such a search. */
    Optional<String> searchIndex(String table, String column) {
        // Indexes and tables share their names, and no table of ours is called like this.
        String index = "\"text index " + Integer.toHexString(table.hashCode()) + '"';
        return switch (dialect) {
            case POSTGRESQL -> Optional.of("create index if not exists " + index + " on " + table
                    + " using gin (to_tsvector('simple', " + column + ")) with (fastupdate = off)");
            case MARIADB -> Optional.of("create fulltext index if not exists " + index + " on " + table + " (" + column
                    + ")");
            case H2 -> Optional.empty();
        };
    }

    /** A condition: the text has the word that is the parameter, by the database's own search where there is one. */
    String mentions(String column) {
        return switch (dialect) {
            case POSTGRESQL -> "to_tsvector('simple', " + column + ") @@ plainto_tsquery('simple', ?)";
            case MARIADB -> "match (" + column + ") against (? in boolean mode)";
            case H2 -> "position(? in " + column + ") > 0";
        };
    }

    /** How relevant a text is to the word that is the parameter: more, the more often it has it. */
    String relevance(String column, int wordLength) {
        return switch (dialect) {
            case POSTGRESQL -> "ts_rank(to_tsvector('simple', " + column + "), plainto_tsquery('simple', ?))";
            case MARIADB, H2 -> "(length(" + column + ") - length(replace(" + column + ", ?, ''))) / " + wordLength;
        };
    }

    /** The relevance of a text that has the word twice or more; ts_rank gives 0.061 for once and 0.076 for twice. */
    String relevantFrom() {
        return switch (dialect) {
            case POSTGRESQL -> "0.07";
            case MARIADB, H2 -> "2";
        };
    }

    /** A condition: the row has one of these keys. H2 uses an index on two columns only when it is asked for both. */
    String keys(long run, String ids) {
        return switch (dialect) {
            case POSTGRESQL, MARIADB -> "run = " + run + " and id in (" + ids + ")";
            case H2 -> "(run, id) in ((" + run + ", " + ids.replace(", ", "), (" + run + ", ") + "))";
        };
    }
}
