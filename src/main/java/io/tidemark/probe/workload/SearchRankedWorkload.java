package io.tidemark.probe.workload;

/** Looks for the most relevant of 2,000 texts by the database's own text search. */
class SearchRankedWorkload extends SearchWorkload {

    SearchRankedWorkload() {
        super(Traits
                .reading("search-ranked",
                        "Looks for the most relevant of 2,000 texts by the database's own text search.")
                .rows(2_000, 100), "p95 < 200ms");
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
