package io.tidemark.probe.workload;

import io.tidemark.probe.target.DatabaseSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Adds up what the customers of a country have ordered, by product: over customers, their orders, and four lines of each
 * order. References follow Zipf's law: a few customers have most of the orders. What must come out is computed here.
 */
class JoinWorkload extends TableWorkload {

    private static final int LINES = 4;
    private static final int COUNTRIES = 8;
    private static final int PRODUCTS = 8;
    /** Powers of two that customers are counted in: 2^9 - 1 customers. */
    private static final int CUSTOMERS = 9;

    private static final Layout CUSTOMER = Layout.of("country", "bigint not null", _ -> "mod(i, " + COUNTRIES + ")")
            .and("name", "varchar(200) not null", Payload::sql);
    private static final Layout ORDER = Layout.of("customer", "bigint not null", _ -> zipf("i"))
            .index("run, customer");
    private static final Layout LINE = Layout
            .of("ordered", "bigint not null", _ -> "(i - mod(i, " + LINES + ")) / " + LINES + " + 1")
            .and("product", "bigint not null", _ -> "mod(i * 31, " + PRODUCTS + ")")
            .and("quantity", "bigint not null", _ -> "1 + mod(i, 5)")
            .and("cents", "bigint not null", _ -> "100 + mod(i * 37, 9900)").index("run, ordered");

    /** Per country and product: lines, orders and cents. */
    private volatile long[][] expected = {};

    JoinWorkload() {
        super(Traits.reading("join", "Adds up the orders of a country's customers by product, over three tables.")
                .operations("join").phases("execute", "fetch").rows(10_000, 100).load(20, 1), "p95 < 1s");
    }

    /** In SQL: a number from 1 to 511 that comes up in proportion to about 1/number. */
    private static String zipf(String number) {
        StringBuilder power = new StringBuilder("case mod(" + number + " * 7919, " + CUSTOMERS + ")");
        IntStream.range(0, CUSTOMERS).forEach(k -> power.append(" when ").append(k).append(" then ").append(1 << k));
        power.append(" end");
        return power + " + mod(" + number + " * 104729, " + power + ")";
    }

    /** The same here. */
    private static long zipf(long number) {
        long power = 1L << (number * 7919 % CUSTOMERS);
        return power + number * 104729 % power;
    }

    private static OwnTable customers(Assignment assignment) {
        return OwnTable.of(assignment, "customers", CUSTOMER);
    }

    private static OwnTable orders(Assignment assignment) {
        return OwnTable.of(assignment, "orders", ORDER);
    }

    private static OwnTable lines(Assignment assignment) {
        return OwnTable.of(assignment, "lines", LINE);
    }

    @Override
    public List<String> statements(Assignment assignment) {
        return List.of("select l.product, count(*), count(distinct o.id), sum(l.quantity * l.cents) from "
                + customers(assignment).sql() + " c join " + orders(assignment).sql()
                + " o on o.run = 0 and o.customer = c.id join " + lines(assignment).sql()
                + " l on l.run = 0 and l.ordered = o.id where c.run = 0 and c.country = ? and o.id <= ?"
                + " group by l.product order by l.product");
    }

    @Override
    public void prepare(DatabaseSession session, Assignment assignment) throws Exception {
        int rows = assignment.rows();
        fill(session, assignment, customers(assignment), (1 << CUSTOMERS) - 1);
        fill(session, assignment, orders(assignment), rows / LINES + 1);
        fill(session, assignment, lines(assignment), rows);
        expected = expected(rows);
    }

    private static long[][] expected(int rows) {
        long[][] sums = new long[COUNTRIES * PRODUCTS][3];
        long[] lastOrder = new long[COUNTRIES * PRODUCTS];
        LongStream.rangeClosed(1, rows).forEach(i -> {
            long order = i / LINES + 1;
            if (order > rows / LINES) {
                return;
            }
            int cell = (int) (zipf(order) % COUNTRIES * PRODUCTS + i * 31 % PRODUCTS);
            sums[cell][0]++;
            sums[cell][1] += lastOrder[cell] == order ? 0 : 1;
            sums[cell][2] += (1 + i % 5) * (100 + i * 37 % 9900);
            lastOrder[cell] = order;
        });
        return sums;
    }

    @Override
    public Operation operation(DatabaseSession session, Assignment assignment, int worker) throws SQLException {
        PreparedStatement join = statement(session, statements(assignment).getFirst());
        SplittableRandom random = new SplittableRandom(assignment.seed(worker));
        boolean ours = ours(assignment);
        return Prepared.of(watch -> {
            int country = random.nextInt(COUNTRIES);
            long[][] sums = new long[PRODUCTS][3];
            watch.start();
            join.setLong(1, country);
            join.setLong(2, assignment.rows() / LINES);
            read(join, sums, watch);
            watch.stop("join", "fetch");
            if (ours) {
                compare(country, sums);
            }
        }, join);
    }

    private static void read(PreparedStatement join, long[][] sums, Stopwatch watch) throws SQLException {
        try (ResultSet row = join.executeQuery()) {
            watch.lap("execute");
            while (row.next()) {
                long[] sum = sums[Math.floorMod(row.getInt(1), PRODUCTS)];
                sum[0] = row.getLong(2);
                sum[1] = row.getLong(3);
                sum[2] = row.getLong(4);
            }
        }
    }

    private void compare(int country, long[][] sums) {
        for (int product = 0; product < PRODUCTS; product++) {
            long[] right = expected[country * PRODUCTS + product];
            if (!Arrays.equals(sums[product], right)) {
                evidence.found("sums are not what the rows add up to", "country " + country + ", product " + product
                        + " has lines, orders and cents of " + Arrays.toString(sums[product]) + " instead of "
                        + Arrays.toString(right));
            }
        }
    }
}
