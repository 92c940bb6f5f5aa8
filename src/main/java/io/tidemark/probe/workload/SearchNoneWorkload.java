package io.tidemark.probe.workload;

import java.util.SplittableRandom;

/** Looks for a word that none of 2,000 texts has, without an index. */
class SearchNoneWorkload extends SearchWorkload {

    SearchNoneWorkload() {
        super(Traits.reading("search-none", "Looks for a word that none of 2,000 texts has, without an index.")
                .rows(2_000, 100), "p95 < 100ms");
    }

    @Override
    int topic(SplittableRandom random) {
        return Article.UNHEARD_OF;
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
