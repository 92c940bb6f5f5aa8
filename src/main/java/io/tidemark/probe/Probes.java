package io.tidemark.probe;

import io.tidemark.metric.Names;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.probe.engine.Engine;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.Workloads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** All probes of this instance and their connections, made from the settings. Connects to nothing before a run. */
public final class Probes implements Sources.Provider, AutoCloseable {

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, SessionPool> pools = new LinkedHashMap<>();
    private final List<Source> sources;

    /** @throws IllegalArgumentException with one sentence that names the key, when a setting is wrong */
    public Probes(ProbingSettings settings, String instance, Engine engine, InstantSource clock) {
        settings.targets().forEach((name, target) -> targets.put(name, target(name, target)));
        Builtins.targets(settings.data()).forEach(target -> targets.put(target.name(), target));
        List<ProbeSpec> specs = specs(settings);
        sources = Stream.concat(specs.stream().map(spec -> probe(spec, specs, instance, engine, clock)),
                servers(specs).map(target -> server(target, instance, clock))).toList();
    }

    private static Target target(String name, TargetSettings settings) {
        String key = "tidemark.targets." + Names.check("tidemark.targets", name);
        if (settings.url() == null || settings.url().isBlank()) {
            throw new IllegalArgumentException(key + ".url: is missing");
        }
        if (settings.username() != null && settings.username().isBlank()) {
            throw new IllegalArgumentException(key + ".username: is empty; leave it out or name a user");
        }
        return Targets.parse(key + ".url", name, settings.url().strip(), settings.username(), settings.password(),
                Boolean.TRUE.equals(settings.writes()), LimitSettings.read(key + ".limits", settings.limits()));
    }

    private List<ProbeSpec> specs(ProbingSettings settings) {
        ProbeSpec.Reader reader = new ProbeSpec.Reader(targets, Workloads.all());
        boolean builtin = settings.builtin() == null ? settings.targets().isEmpty() : settings.builtin();
        Map<String, ProbeSettings> builtins = builtin ? Builtins.probes() : Map.of();
        settings.probes().keySet().forEach(name -> Names.check("tidemark.probes", name));
        return Stream.concat(builtins.entrySet().stream(), settings.probes().entrySet().stream())
                .map(probe -> reader.read(probe.getKey(), probe.getValue())).toList();
    }

    private Probe probe(ProbeSpec spec, List<ProbeSpec> all, String instance, Engine engine, InstantSource clock) {
        Plan plan = new Plan(spec.name(), spec.workload(), pool(spec.target(), all),
                spec.source() == null ? null : pool(spec.source(), all), spec.load(), spec.query());
        Source.Description description = new Source.Description(Source.Kind.PROBE, spec.every(),
                "target:" + spec.target().name(), spec.workload().get().traits().measures(), spec.rules());
        return new Probe(instance, plan, description, engine, clock);
    }

    /** What probes are done to and says something of itself. */
    private Stream<Target> servers(List<ProbeSpec> specs) {
        return targets.values().stream().filter(target -> !target.vitalSigns().isEmpty())
                .filter(target -> specs.stream().anyMatch(spec -> uses(spec, target)));
    }

    /** Has a connection of its own, so that no probe waits for it. */
    private Source server(Target target, String instance, InstantSource clock) {
        return new ServerSource(instance,
                pools.computeIfAbsent(ServerSource.name(target), _ -> new SessionPool(target, 1, true)), clock);
    }

    private SessionPool pool(Target target, List<ProbeSpec> all) {
        return pools.computeIfAbsent(target.name(), _ -> new SessionPool(target, sessions(target, all),
                all.stream().filter(spec -> uses(spec, target))
                        .anyMatch(spec -> spec.every().compareTo(LONGEST_IDLE) <= 0)));
    }

    /**
     * A session for each worker of its largest probe, and one to prepare and verify with; and for the probes that read
     * through to it as many as each of their targets has workers, because those overlap: one target's never do.
     */
    static int sessions(Target target, List<ProbeSpec> all) {
        Map<Target, List<ProbeSpec>> readers = all.stream().filter(spec -> spec.source() == target)
                .collect(Collectors.groupingBy(ProbeSpec::target));
        return workers(all.stream().filter(spec -> spec.target() == target)) + 1
                + readers.values().stream().mapToInt(specs -> workers(specs.stream())).sum();
    }

    private static boolean uses(ProbeSpec spec, @Nullable Target target) {
        return spec.target() == target || spec.source() == target;
    }

    private static int workers(Stream<ProbeSpec> specs) {
        return specs.mapToInt(spec -> spec.load().concurrency()).max().orElse(0);
    }

    @Override
    public List<Source> sources() {
        return sources;
    }

    @Override
    public void close() {
        pools.values().forEach(SessionPool::close);
    }
}
