package io.tidemark.probe.workload;

/** Five readers and five writers at once; readers see each writer's rows without gaps. */
class ReadersWritersWorkload extends CrowdWorkload {

    ReadersWritersWorkload() {
        super(Traits
                .writing("readers-writers",
                        "Five readers and five writers at once; readers see each writer's rows without gaps.")
                .operations("write", "read"), "violations < 1", "lost < 1", "error_rate <= 0");
    }

    @Override
    Operation chosen(int worker, Operation writing, Operation reading) {
        return worker % 2 == 0 ? writing : reading;
    }
}
