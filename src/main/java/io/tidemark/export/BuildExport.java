package io.tidemark.export;

import io.prometheus.metrics.model.snapshots.Labels;

/** Which version this is. */
record BuildExport(String version) implements Contributor {

    @Override
    public void contribute(Families families) {
        families.info("tidemark_build", "The running version of Tidemark", Labels.of("version", version));
    }
}
