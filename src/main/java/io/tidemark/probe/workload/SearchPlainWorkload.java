package io.tidemark.probe.workload;

/** Looks for a word in 2,000 texts, without an index. */
class SearchPlainWorkload extends SearchWorkload {

    SearchPlainWorkload() {
        super(Traits.reading("search-plain", "Looks for a word in 2,000 texts, without an index.").rows(2_000, 100),
                "p95 < 200ms");
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
