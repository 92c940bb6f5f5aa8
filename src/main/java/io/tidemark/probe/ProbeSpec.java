package io.tidemark.probe;

import io.tidemark.metric.Durations;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Nearest;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.CacheTarget;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.DatabaseTarget;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.HttpTarget;
import io.tidemark.probe.target.LocalSession;
import io.tidemark.probe.target.LocalTarget;
import io.tidemark.probe.target.Session;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.WebSocketSession;
import io.tidemark.probe.target.WebSocketTarget;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Command;
import io.tidemark.probe.workload.Task;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A probe's settings, checked and with every default filled in.
 *
 * @param source where a cache is filled from
 * @param process name of a watched process whose use is told with each run
 */
record ProbeSpec(String name, Target target, @Nullable Target source, Supplier<Workload<?>> workload, Duration every,
        Load load, @Nullable Task task, @Nullable String process, List<RuleText> rules) {

    private static final Duration EVERY = Duration.ofSeconds(30);
    /** Stands before the name of a program's probe where that is a target of its own; no name that is given has a dot. */
    private static final String COMMAND = "command.";

    Source.Description description() {
        return new Source.Description(Source.Kind.PROBE, every, "target:" + target.name(),
                Stream.concat(workload.get().traits().measures().stream(), own().stream()).toList(), rules);
    }

    /** Measures that its task alone has. */
    List<Metric> own() {
        return task == null ? List.of() : task.measures();
    }

    Explanation explain(String instance) {
        Workload<?> described = workload.get();
        return new Explanation(name, described.traits().name(), described.traits().does(), target.toString(),
                settings(), described.statements(new Assignment(instance, name, 0, load.rows(), target, null, task)));
    }

    private Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("every", Durations.text(every));
        all.putAll(SpokenLoad.of(load));
        if (source != null) {
            all.put("source", source.toString());
        }
        if (process != null) {
            all.put("process", process);
        }
        return all;
    }

    /** What targets there are and what workloads are for, in words. */
    private enum Sort {
        DATABASE(DatabaseSession.class, "a database", "databases"),
        CACHE(CacheSession.class, "a cache", "caches"),
        HTTP(HttpSession.class, "an HTTP endpoint", "HTTP endpoints"),
        WEB_SOCKET(WebSocketSession.class, "a WebSocket endpoint", "WebSocket endpoints"),
        LOCAL(LocalSession.class, "this machine", "this machine");

        private final Class<? extends Session> sessions;
        private final String one;
        private final String many;

        Sort(Class<? extends Session> sessions, String one, String many) {
            this.sessions = sessions;
            this.one = one;
            this.many = many;
        }

        static Sort of(Target target) {
            return switch (target) {
                case DatabaseTarget _ -> DATABASE;
                case CacheTarget _ -> CACHE;
                case HttpTarget _ -> HTTP;
                case WebSocketTarget _ -> WEB_SOCKET;
                case LocalTarget _ -> LOCAL;
            };
        }

        static Sort of(Workload<?> workload) {
            return Stream.of(values()).filter(sort -> sort.sessions == workload.on()).findFirst().orElseThrow();
        }
    }

    /** Reads the settings of one probe; every complaint is one sentence with the full key. */
    record Reader(Map<String, Target> targets, Map<String, Supplier<Workload<?>>> workloads, Set<String> processes) {

        ProbeSpec read(String name, ProbeSettings settings) {
            String key = "tidemark.probes." + name;
            Supplier<Workload<?>> maker = chosen(key + ".workload", "workload", settings.workload(), workloads);
            Workload<?> workload = maker.get();
            Target target = settings.target() == null && workload.on() == LocalSession.class
                    ? here(name, workload)
                    : chosen(key + ".target", "target", settings.target(), targets);
            checkFit(key, workload, target);
            Target source = source(key + ".source", settings.source(), workload);
            Duration every = Bounds.within(key + ".every", settings.every(), EVERY, Duration.ofSeconds(1),
                    Duration.ofDays(1));
            Load load = LoadSpec.of(key, settings, workload, target, every);
            return new ProbeSpec(name, target, source, maker, every, load,
                    new TaskSpec(key, settings, workload, target, load.workers(), load.deadline()).read(),
                    process(key + ".process", settings.process()),
                    rules(name, workload.traits().name(), workload.rules(target, source != null)));
        }

        /** What is done here needs no target to be named. A program may take long, so that nobody waits for it. */
        private Target here(String name, Workload<?> workload) {
            return workload.takes().filter(Command.class::equals).isPresent()
                    ? new LocalTarget(COMMAND + name)
                    : Objects.requireNonNull(targets.get(Builtins.LOCAL));
        }

        private @Nullable Target source(String key, @Nullable String written, Workload<?> workload) {
            if (written == null) {
                return null;
            }
            if (!workload.takesSource()) {
                throw new IllegalArgumentException(
                        key + ": workload '" + workload.traits().name() + "' takes no source");
            }
            Target source = chosen(key, "target", written, targets);
            if (!(source instanceof DatabaseTarget)) {
                throw new IllegalArgumentException(
                        key + ": '" + written + "' is " + Sort.of(source).one + ", a source must be a database");
            }
            return source;
        }

        private @Nullable String process(String key, @Nullable String written) {
            if (written == null) {
                return null;
            }
            return chosen(key, "entry of tidemark.processes", written,
                    processes.stream()
                            .collect(Collectors.toMap(name -> name, name -> name, (a, _) -> a, TreeMap::new)));
        }

        private static void checkFit(String key, Workload<?> workload, Target target) {
            Sort sort = Sort.of(target);
            if (workload.on() != sort.sessions) {
                throw new IllegalArgumentException("%s.workload: '%s' is for %s, but target '%s' is %s".formatted(key,
                        workload.traits().name(), Sort.of(workload).many, target.name(), sort.one));
            }
            if (workload.traits().writes() && !target.writes()) {
                throw new IllegalArgumentException("%s.workload: '%s' writes, but target '%s' does not allow it;"
                        .formatted(key, workload.traits().name(), target.name()) + " set tidemark.targets."
                        + target.name()
                        + ".writes: true or choose a reading workload");
            }
        }

        private static List<RuleText> rules(String name, String workload, List<String> shipped) {
            return shipped.stream()
                    .map(text -> new RuleText(text, name, RuleText.Origin.SHIPPED, "the workload " + workload))
                    .toList();
        }

        private static <T> T chosen(String key, String what, @Nullable String written, Map<String, T> known) {
            T found = written == null ? null : known.get(written);
            if (found == null) {
                String said = written == null
                        ? key + ": is missing."
                        : key + ": unknown " + what + " '" + written + "'" + Nearest.hint(written, known.keySet());
                throw new IllegalArgumentException(said + (said.matches(".*[.?]") ? "" : ".") + " Allowed: "
                        + list(known.keySet()));
            }
            return found;
        }

        private static String list(Collection<String> names) {
            return names.isEmpty() ? "none is configured" : String.join(", ", names);
        }
    }
}
