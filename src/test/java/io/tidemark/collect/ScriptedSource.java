package io.tidemark.collect;

import io.tidemark.metric.Observation;
import io.tidemark.metric.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A source that answers what a test says. */
record ScriptedSource(String name, Duration every, String lane, Supplier<Observation> script,
        Supplier<Duration> inForce, Optional<Duration> deadline) implements Source {

    ScriptedSource(String name, Duration every, String lane, Supplier<Observation> script,
            Supplier<Duration> inForce) {
        this(name, every, lane, script, inForce, Optional.empty());
    }

    ScriptedSource(String name, Duration every, String lane, Supplier<Observation> script) {
        this(name, every, lane, script, () -> every);
    }

    static ScriptedSource every(Duration every, String name) {
        return new ScriptedSource(name, every, "lane",
                () -> Observation.of("here", name, Instant.EPOCH, Duration.ZERO, List.of()));
    }

    @Override
    public Description description() {
        return new Description(Kind.SAMPLER, every, lane, List.of(), List.of());
    }

    @Override
    public Duration interval() {
        return inForce.get();
    }

    @Override
    public Observation observe() {
        return script.get();
    }
}
