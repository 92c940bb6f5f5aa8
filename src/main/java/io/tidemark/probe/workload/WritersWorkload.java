package io.tidemark.probe.workload;

/** Ten writers at once, each numbering its rows; none may be lost. */
class WritersWorkload extends CrowdWorkload {

    WritersWorkload() {
        super(Traits.writing("writers", "Ten writers at once, each numbering its rows; none may be lost.")
                .operations("write"), "violations < 1", "lost < 1", "error_rate <= 0");
    }

    @Override
    Operation chosen(int worker, Operation writing, Operation reading) {
        return writing;
    }
}
