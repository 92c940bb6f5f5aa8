package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.ProbeException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the searches share: texts, topics that are asked for as often as Zipf's law has it, and what must be found. */
abstract class SearchWorkload extends TableWorkload {

    private static final String PART = "articles";
    private static final Layout LAYOUT = Layout.of("body", "varchar(4000) not null", _ -> "''");
    /** Texts written at a time. */
    private static final int PIECE = 500;
    /** More texts than this would take too long to index with one statement. */
    private static final int INDEXED_AT_ONCE = 50_000;
    private static final Zipf POPULARITY = new Zipf(Article.TOPICS);

    SearchWorkload(Traits traits, String... conditions) {
        super(traits.operations("search").phases("execute", "fetch"), conditions);
    }

    /** The query; each of its parameters is the word. */
    abstract String search(OwnTable table, int texts, Sql sql);

    /** The numbers of the texts that must be found, in order; 0 behind the last one. */
    abstract long[] expected(int topic, int texts);

    int topic(SplittableRandom random) {
        return Article.FIRST_TOPIC + POPULARITY.next(random);
    }

    /** Looks into every text. */
    static String plain(OwnTable table, int texts) {
        return "select id, body from " + table.sql() + " where run = 0 and id <= " + texts
                + " and position(? in body) > 0 order by run, id limit " + Article.SHOWN;
    }

    /** As the database's own search does it, the most relevant first. */
    static String ranked(OwnTable table, int texts, Sql sql) {
        return "select id, body from (select id, body, " + sql.relevance("body", Article.TOPIC_LENGTH)
                + " as relevance from " + table.sql() + " where run = 0 and id <= " + texts + " and "
                + sql.mentions("body") + ") found where relevance >= " + sql.relevantFrom()
                + " order by relevance desc, id limit " + Article.SHOWN;
    }

    @Override
    final OwnTable table(Assignment assignment) {
        return OwnTable.of(assignment, PART, LAYOUT);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of(search(table(assignment), assignment.rows(), Sql.of(assignment.target())));
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        OwnTable table = table(assignment);
        if (ours(assignment)) {
            table.prepareRows(session, assignment, 0);
            if (assignment.rows() > INDEXED_AT_ONCE) {
                index(session, table);
            }
            write(session, table, assignment.rows());
        } else {
            table.prepareRows(session, assignment, assignment.rows());
        }
    }

    private static void index(DatabaseSession session, OwnTable table) throws SQLException {
        Optional<String> index = new Sql(session.dialect()).searchIndex(table.sql(), "body");
        if (index.isPresent()) {
            session.execute(index.get());
        }
    }

    private static void write(DatabaseSession session, OwnTable table, int texts)
            throws SQLException, ProbeException {
        Sql sql = new Sql(session.dialect());
        Connection connection = session.connection();
        long last = last(session, table);
        connection.setAutoCommit(false);
        try (PreparedStatement insert = statement(session, table.insert() + sql.unlessThere())) {
            insert.setLong(1, 0);
            insert.setString(3, "");
            for (long from = last + 1; from <= texts; from += PIECE) {
                write(insert, from, Math.min(texts, from + PIECE - 1));
                connection.commit();
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        index(session, table);
        if (last < texts) {
            session.execute(sql.analyze(table.sql()));
        }
    }

    private static void write(PreparedStatement insert, long from, long to) throws SQLException {
        for (long number = from; number <= to; number++) {
            insert.setLong(2, number);
            insert.setString(4, Article.text(number));
            insert.addBatch();
        }
        insert.executeBatch();
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        String sql = search(table(assignment), assignment.rows(), new Sql(session.dialect()));
        int parameters = (int) sql.chars().filter(c -> c == '?').count();
        PreparedStatement search = statement(session, sql);
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        return Prepared.of(watch -> {
            int topic = topic(random);
            String word = Article.topic(topic);
            long[] found = new long[Article.SHOWN];
            watch.start();
            for (int i = 1; i <= parameters; i++) {
                search.setString(i, word);
            }
            read(search, found, watch);
            watch.stop("search", "fetch");
            if (ours(assignment)) {
                compare(word, found, expected(topic, assignment.rows()));
            }
        }, search);
    }

    private static void read(PreparedStatement search, long[] found, Stopwatch watch) throws SQLException {
        try (ResultSet row = search.executeQuery()) {
            watch.lap("execute");
            for (int i = 0; row.next() && i < found.length; i++) {
                found[i] = row.getString(2).isEmpty() ? 0 : row.getLong(1);
            }
        }
    }

    private void compare(String word, long[] found, long[] expected) {
        int at = Arrays.mismatch(found, expected);
        if (at >= 0) {
            evidence.found("searches did not find the texts they should", "for '" + word + "' text " + found[at]
                    + " instead of " + expected[at] + " in place " + (at + 1));
        }
    }
}
