package io.tidemark.probe.workload;

/** Looks for the most relevant of 10,000 texts by the database's own text search. */
class SearchLargeWorkload extends SearchWorkload {

    SearchLargeWorkload() {
        super(Traits
                .reading("search-large",
                        "Looks for the most relevant of 10,000 texts by the database's own text search.")
                .rows(10_000, 100).load(30, 1), "p95 < 300ms");
    }

    @Override
    String search(OwnTable table, int texts, Sql sql) {
        return ranked(table, texts, sql);
    }

    @Override
    long[] expected(int topic, int texts) {
        return Article.relevantTo(topic, texts);
    }
}
