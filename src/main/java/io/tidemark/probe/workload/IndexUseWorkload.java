package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.workload.QueryPlan.Expected;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the plans of queries that have an index, and tells those that would read the whole table. */
class IndexUseWorkload extends ReadingWorkload {

    private static final Layout LAYOUT = Layout.of("customer", "bigint not null", _ -> "mod(i * 7919, 1000)")
            .and("made_at", "bigint not null", _ -> "mod(i * 7919, 1000003)")
            .and("code", "varchar(60) not null", sql -> sql.text("i"))
            .and("payload", "varchar(200) not null", Payload::sql).index("run, customer").index("run, made_at")
            .index("code");

    private final AtomicInteger turn = new AtomicInteger();

    IndexUseWorkload() {
        super(Traits.reading("index-use", "Reads the plans of queries that have an index to use.").operations("plan")
                .phases("execute", "fetch").rows(10_000, 1_000).load(20, 1), "violations < 1");
    }

    @Override
    OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, "indexed", LAYOUT);
    }

    /** One of each kind of query there is in the other workloads. */
    private List<Expected> queries(Assignment assignment) {
        Sql sql = Sql.of(assignment.target());
        String from = " from " + table(assignment).sql() + " where ";
        return List.of(new Expected("by key", "id", "select payload" + from + "run = 0 and id = 500"),
                new Expected("range of keys", "id",
                        "select id, payload" + from + "run = 0 and id between 401 and 500 order by id"),
                new Expected("list of keys", "id", "select id, payload" + from + sql.keys(0, "5, 150, 999")),
                new Expected("by customer", "customer", "select id, payload" + from + "run = 0 and customer = 77"),
                new Expected("by code", "code", "select id, payload" + from + "code = '321'"),
                Expected.sorted("newest first", "made_at",
                        "select id, payload" + from + "run = 0 order by run desc, made_at desc limit 50"));
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return queries(assignment).stream().map(query -> "explain " + query.sql()).toList();
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        List<Expected> queries = queries(assignment);
        Sql sql = Sql.of(assignment.target());
        PreparedStatement[] explain = new PreparedStatement[queries.size()];
        for (int i = 0; i < explain.length; i++) {
            explain[i] = statement(session, sql.explain(queries.get(i).sql()));
        }
        return Prepared.of(watch -> {
            int number = Math.floorMod(turn.getAndIncrement(), explain.length);
            watch.start();
            String plan = plan(explain[number], watch);
            watch.stop("plan", "fetch");
            new QueryPlan(session.dialect(), plan).shortcoming(queries.get(number)).ifPresent(why -> evidence
                    .found("plans do not use the index", "'" + queries.get(number).name() + "' " + why));
        }, explain);
    }

    private static String plan(PreparedStatement explain, Stopwatch watch) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet row = explain.executeQuery()) {
            watch.lap("execute");
            while (row.next()) {
                plan.append(row.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }
}
