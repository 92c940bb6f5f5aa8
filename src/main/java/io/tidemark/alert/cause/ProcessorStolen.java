package io.tidemark.alert.cause;

import java.util.Optional;

/** The hypervisor gave the processors to other machines. */
final class ProcessorStolen implements Diagnosis {

    private static final String TIME = "system.cpu.time";
    private static final double LEAST = 0.1;
    private static final double SURE = 0.93;

    @Override
    public Optional<Finding> find(Evidence evidence) {
        double whole = evidence.all(TIME).mapToDouble(Moved::value).sum();
        return evidence.one(TIME, "mode", "steal").filter(Moved::isNotUsual).filter(stolen -> whole > 0)
                .filter(stolen -> stolen.value() / whole >= LEAST)
                .map(stolen -> Finding.seen(SURE, "the machine lost " + Figure.share(stolen.value() / whole)
                        + " of its processor time to steal: other machines on the same host took it", stolen));
    }
}
