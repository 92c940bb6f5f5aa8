package io.tidemark.probe.workload;

/** Ten workers at once that write and read in turn; readers see each writer's rows without gaps. */
class AlternatingWorkload extends CrowdWorkload {

    AlternatingWorkload() {
        super(Traits
                .writing("alternating",
                        "Ten workers at once that write and read in turn; readers see each writer's rows without gaps.")
                .operations("write", "read"), "violations < 1", "lost < 1", "error_rate <= 0");
    }

    @Override
    Operation chosen(int worker, Operation writing, Operation reading) {
        boolean[] wrote = {false};
        return watch -> {
            wrote[0] = !wrote[0];
            (wrote[0] ? writing : reading).run(watch);
        };
    }
}
