package io.tidemark.export;

/** One subject of the Prometheus text, read from what is in memory; called at every scrape, so never slow. */
interface Contributor {

    void contribute(Families families);
}
