package io.tidemark.probe;

import io.tidemark.metric.Metric;
import io.tidemark.metric.Names;
import io.tidemark.metric.ProbeMeasure;
import io.tidemark.metric.Source;
import io.tidemark.metric.Sources;
import io.tidemark.probe.engine.Engine;
import io.tidemark.probe.engine.Governor;
import io.tidemark.probe.engine.Plan;
import io.tidemark.probe.target.Access;
import io.tidemark.probe.target.SessionPool;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.Command;
import io.tidemark.probe.workload.Task;
import io.tidemark.probe.workload.Workload;
import io.tidemark.probe.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All probes of this instance and their connections, made from the settings. Connects to nothing before a run. */
public final class Probes implements Sources.Provider, AutoCloseable {

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

    private final String instance;
    private final Engine engine;
    private final InstantSource clock;
    private final Map<String, TargetSettings> settings;
    /** Where tasks keep what they remember, in a file for each probe. */
    private final Path memory;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final List<ProbeSpec> specs;
    private final List<Source> sources;
    private final Pauses pauses;
    private final PauseWatch watch;

    /** @throws IllegalArgumentException with one sentence that names the key, when a setting is wrong */
    public Probes(ProbingSettings settings, String instance, Engine engine, InstantSource clock) {
        this.instance = instance;
        this.engine = engine;
        this.clock = clock;
        this.settings = settings.targets();
        this.memory = settings.data().resolve("tasks");
        this.pauses = new Pauses(settings.paused(), settings.data());
        settings.targets().forEach((name, target) -> targets.put(name, target(name, target)));
        Builtins.targets(settings.data()).forEach(target -> targets.put(target.name(), target));
        specs = specs(settings);
        List<Probe> probes = specs.stream().map(this::probe).toList();
        sources = Stream.<Source>concat(probes.stream(), Stream.concat(servers(), leftovers())).toList();
        watch = new PauseWatch(pauses, engine);
        watch.start();
    }

    private static Target target(String name, TargetSettings settings) {
        String key = "tidemark.targets." + Names.check("tidemark.targets", name);
        if (settings.url() == null || settings.url().isBlank()) {
            throw new IllegalArgumentException(key + ".url: is missing");
        }
        if (settings.username() != null && settings.username().isBlank()) {
            throw new IllegalArgumentException(key + ".username: is empty; leave it out or name a user");
        }
        return Targets.parse(key + ".url", name, settings.url().strip(),
                new Access(settings.username(), settings.password(), settings.token(),
                        Boolean.TRUE.equals(settings.writes()),
                        LimitSettings.read(key + ".limits", settings.limits())),
                settings.caFile());
    }

    private List<ProbeSpec> specs(ProbingSettings settings) {
        ProbeSpec.Reader reader = reader();
        boolean builtin = settings.builtin() == null ? settings.targets().isEmpty() : settings.builtin();
        Map<String, ProbeSettings> builtins = builtin ? Builtins.probes() : Map.of();
        settings.probes().keySet().forEach(name -> Names.check("tidemark.probes", name));
        List<ProbeSpec> all = Stream.concat(builtins.entrySet().stream(), settings.probes().entrySet().stream())
                .map(probe -> reader.read(probe.getKey(), probe.getValue())).toList();
        Map<String, Metric> told = new HashMap<>();
        all.forEach(spec -> spec.own().forEach(measure -> checkTheSame(spec, measure, told)));
        return all;
    }

    /** A rule, a series and a chart know a measure by its name alone. */
    private static void checkTheSame(ProbeSpec spec, Metric measure, Map<String, Metric> told) {
        Metric before = told.putIfAbsent(measure.name(), measure);
        if (before != null && !before.equals(measure)) {
            throw new IllegalArgumentException("tidemark.probes." + spec.name() + ".command.measures: '"
                    + measure.name().substring(ProbeMeasure.PREFIX.length())
                    + "' has another unit or direction there than"
                    + " in another probe; measures of one name have the same");
        }
    }

    private ProbeSpec.Reader reader() {
        return new ProbeSpec.Reader(targets, Workloads.all(), engine.processes());
    }

    private Probe probe(ProbeSpec spec) {
        Target source = spec.source();
        return probe(spec, site(spec.target()).pool(), source == null ? null : site(source).pool());
    }

    private Probe probe(ProbeSpec spec, SessionPool pool, @Nullable SessionPool source) {
        Plan plan = new Plan(spec.name(), spec.workload(), pool, source, spec.load(), task(spec), spec.process());
        return new Probe(instance, plan, spec.description(), engine,
                new Probe.Guard(pauses, site(spec.target()).governor()), clock);
    }

    private @Nullable Task task(ProbeSpec spec) {
        Task task = spec.task();
        return task == null ? null : task.remembering(memory.resolve(spec.name()), clock);
    }

    private Site site(Target target) {
        return sites.computeIfAbsent(target.name(), name -> new Site(target, pool(target, specs), governor(name)));
    }

    /** What probes are done to and says something of itself. */
    private Stream<ServerSource> servers() {
        return List.copyOf(sites.values()).stream().filter(site -> !site.target().vitalSigns().isEmpty())
                .map(site -> new ServerSource(instance, site, pauses, clock));
    }

    /** Nothing is removed from a target that no probe uses: nobody expects a connection to it. */
    private Stream<LeftoverSource> leftovers() {
        return List.copyOf(sites.values()).stream()
                .filter(site -> LeftoverSource.concerns(site.target()) || runsPrograms(site.target()))
                .map(site -> new LeftoverSource(instance, site, probesOf(site.target()), engine, pauses, clock));
    }

    private boolean runsPrograms(Target target) {
        return specs.stream().anyMatch(spec -> spec.target() == target && spec.task() instanceof Command);
    }

    private Set<String> probesOf(Target target) {
        return Stream.concat(Stream.of(Trial.NAME),
                specs.stream().filter(spec -> spec.target() == target).map(ProbeSpec::name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Governor governor(String target) {
        TargetSettings configured = settings.get(target);
        return new Governor(target,
                LimitSettings.operationsPerMinute("tidemark.targets." + target + ".limits",
                        configured == null ? null : configured.limits()),
                System::nanoTime, Math::random);
    }

    private static SessionPool pool(Target target, List<ProbeSpec> all) {
        boolean often = all.stream().filter(spec -> uses(spec, target))
                .anyMatch(spec -> spec.every().compareTo(LONGEST_IDLE) <= 0);
        return new SessionPool(target, sessions(target, all), often && target.keepsSessions());
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
        return specs.mapToInt(spec -> spec.load().sessions()).max().orElse(0);
    }

    @Override
    public List<Source> sources() {
        return sources;
    }

    /** What is probed. */
    public List<TargetState> targets() {
        return sites.values().stream().map(Site::target).map(target -> new TargetState(target.name(), target.toString(),
                target.writes(), pauses.reason(target.name()).orElse(null))).toList();
    }

    /** Leaves one target alone from now on, or all of them; what runs there is stopped within a second. */
    public void pause(Optional<String> target) {
        pauses.pause(target.orElse(Pauses.ALL));
    }

    /** Takes back what was paused with the same words; what settings or the file pause stays so. */
    public void resume(Optional<String> target) {
        pauses.resume(target.orElse(Pauses.ALL));
    }

    /** What a run of a probe does, told without doing it; empty when there is no such probe. */
    public Optional<Explanation> explain(String probe) {
        return specs.stream().filter(spec -> spec.name().equals(probe)).findFirst().map(spec -> spec.explain(instance));
    }

    /**
     * A probe that is tried before anybody saves it, on a configured target. Whoever may ask for that may not have
     * programs started.
     *
     * @throws IllegalArgumentException with one sentence, when a setting is wrong
     */
    public Trial trial(ProbeSettings settings) {
        Bounds.refuse(startsProgram(settings), "tidemark.probes." + Trial.NAME
                + ".command: programs are started only where the configuration of this service says so");
        ProbeSpec spec = reader().read(Trial.NAME, settings);
        SessionPool pool = pool(spec.target(), List.of(spec));
        Target source = spec.source();
        SessionPool sourcePool = source == null ? null : pool(source, List.of(spec));
        return new Trial(probe(spec, pool, sourcePool), spec.explain(instance), () -> {
            pool.closeIdle();
            if (sourcePool != null) {
                sourcePool.closeIdle();
            }
        });
    }

    private static boolean startsProgram(ProbeSettings settings) {
        Supplier<Workload<?>> maker = settings.workload() == null ? null : Workloads.all().get(settings.workload());
        return settings.command() != null
                || (maker != null && maker.get().takes().filter(Command.class::equals).isPresent());
    }

    /** Lets no run begin any more and stops those that go on, so that nobody has to wait for them. */
    public void end() {
        pauses.end();
        engine.stop(pauses::reason);
    }

    @Override
    public void close() {
        watch.close();
        sites.values().forEach(Site::close);
    }
}
