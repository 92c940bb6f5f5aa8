package io.tidemark.probe.workload;

/** Updates 100 neighbouring rows with one statement and commits. */
class UpdateManyWorkload extends UpdatingWorkload {

    private static final int ROWS = 100;

    UpdateManyWorkload() {
        super(Traits.writing("update-many", "Updates 100 neighbouring rows with one statement and commits.")
                .operations("update_many").phases("execute").rows(1_000, ROWS), ROWS, "p95 < 200ms");
    }
}
