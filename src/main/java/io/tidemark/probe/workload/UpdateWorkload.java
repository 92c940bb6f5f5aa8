package io.tidemark.probe.workload;

/** Updates one row by its primary key and commits. */
class UpdateWorkload extends UpdatingWorkload {

    UpdateWorkload() {
        super(Traits.writing("update", "Updates one row by its primary key and commits.").operations("update")
                .phases("execute"), 1, "p95 < 20ms");
    }
}
