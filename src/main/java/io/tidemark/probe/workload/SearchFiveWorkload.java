package io.tidemark.probe.workload;

/** Looks for a word in 2,000 texts, without an index, five at once. */
class SearchFiveWorkload extends SearchWorkload {

    SearchFiveWorkload() {
        super(Traits.reading("search-5", "Looks for a word in 2,000 texts, without an index, five at once.")
                .rows(2_000, 100).load(100, 5), "p95 < 500ms");
    }

    @Override
    String search(OwnTable table, int texts, Sql sql) {
        return plain(table, texts);
    }

    @Override
    long[] expected(int topic, int texts) {
        return Article.mentioning(topic, texts);
    }
}
