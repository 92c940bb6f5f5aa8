package io.tidemark.probe.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns one of our tables has beside `run`, `id`, `instance` and `written_at`, which all have.
 *
 * @param columns in the order of inserts
 * @param constraints further parts of the table, such as `unique (run, name)`
 * @param indexes columns of each further index, such as `customer, id`
 */
record Layout(List<Column> columns, List<String> constraints, List<String> indexes) {

    /**
     * @param type with its constraints, in SQL that every database takes
     * @param filled what a prepared row has in it: an expression of the row's number `i`
     */
    record Column(String name, String type, Function<Sql, String> filled) {}

    static Layout of(String name, String type, Function<Sql, String> filled) {
        return new Layout(List.of(new Column(name, type, filled)), List.of(), List.of());
    }

    Layout and(String name, String type, Function<Sql, String> filled) {
        return new Layout(added(columns, new Column(name, type, filled)), constraints, indexes);
    }

    Layout constraint(String constraint) {
        return new Layout(columns, added(constraints, constraint), indexes);
    }

    Layout index(String indexed) {
        return new Layout(columns, constraints, added(indexes, indexed));
    }

    /** Names of the columns, separated by commas. */
    String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    String filled(Sql sql) {
        return columns.stream().map(column -> column.filled.apply(sql)).collect(Collectors.joining(", "));
    }

    /** The inside of `create table`, without parentheses. */
    String declared(Sql sql) {
        List<String> parts = new ArrayList<>(List.of("run bigint not null", "id bigint not null",
                "instance varchar(253) not null"));
        columns.forEach(column -> parts.add(column.name + " " + column.type));
        parts.add("written_at " + sql.writtenAt());
        parts.add("primary key (run, id)");
        parts.addAll(constraints);
        parts.addAll(sql.withinTable(indexes));
        return String.join(", ", parts);
    }

    private static <T> List<T> added(List<T> all, T one) {
        List<T> more = new ArrayList<>(all);
        more.add(one);
        return List.copyOf(more);
    }
}
