package io.tidemark.alert.cause;

import java.util.List;

/** Every known cause, as the service finds them. */
final class Diagnoses {

    private Diagnoses() {}

    static List<Diagnosis> all() {
        return List.of(new PoolExhausted(), new LockHeld(), new SilentServer(), new ProcessorStolen(),
                new StarvedProber(), new GarbageStorm(), new SlowDisk(), new ShortMemory(), new LossyNetwork(),
                new BusyProcess(), new ColdCache());
    }
}
