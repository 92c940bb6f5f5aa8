package io.tidemark.probe;

import io.tidemark.metric.Durations;
import io.tidemark.metric.Nearest;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.Source;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.DatabaseTarget;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Assignment;
import io.tidemark.probe.workload.Query;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A probe's settings, checked and with every default filled in.
 *
 * @param source where a cache is filled from
 * @param process name of a watched process whose use is told with each run
 */
record ProbeSpec(String name, Target target, @Nullable Target source, Supplier<Workload<?>> workload, Duration every,
        Load load, @Nullable Query query, @Nullable String process, List<RuleText> rules) {

    private static final Duration EVERY = Duration.ofSeconds(30);

    Source.Description description() {
        return new Source.Description(Source.Kind.PROBE, every, "target:" + target.name(),
                workload.get().traits().measures(), rules);
    }

    Explanation explain(String instance) {
        Workload<?> described = workload.get();
        return new Explanation(name, described.traits().name(), described.traits().does(), target.toString(),
                settings(), described.statements(new Assignment(instance, name, 0, load.rows(), target, null, query)));
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

    /** Reads the settings of one probe; every complaint is one sentence with the full key. */
    record Reader(Map<String, Target> targets, Map<String, Supplier<Workload<?>>> workloads, Set<String> processes) {

        ProbeSpec read(String name, ProbeSettings settings) {
            String key = "tidemark.probes." + name;
            Target target = chosen(key + ".target", "target", settings.target(), targets);
            Supplier<Workload<?>> maker = chosen(key + ".workload", "workload", settings.workload(), workloads);
            Workload<?> workload = maker.get();
            checkFit(key, workload, target);
            Target source = source(key + ".source", settings.source(), workload);
            Duration every = Bounds.within(key + ".every", settings.every(), EVERY, Duration.ofSeconds(1),
                    Duration.ofDays(1));
            return new ProbeSpec(name, target, source, maker, every, LoadSpec.of(key, settings, workload, every),
                    query(key + ".sql", settings.sql(), workload, target),
                    process(key + ".process", settings.process()),
                    rules(name, workload.traits().name(), workload.rules(target, source != null)));
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
                throw new IllegalArgumentException(key + ": '" + written + "' is a cache, a source must be a database");
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

        private static @Nullable Query query(String key, @Nullable SqlSettings settings, Workload<?> workload,
                Target target) {
            if (workload.takesQuery() != (settings != null)) {
                throw new IllegalArgumentException(key + (settings == null
                        ? ".statement: is missing; workload '" + workload.traits().name() + "' needs one"
                        : ": workload '" + workload.traits().name() + "' takes no statement"));
            }
            if (settings == null) {
                return null;
            }
            return Query.parse(key, settings.statement(), settings.rows(), settings.values(), target.writes());
        }

        private static void checkFit(String key, Workload<?> workload, Target target) {
            boolean database = target instanceof DatabaseTarget;
            if (workload.on() != (database ? DatabaseSession.class : CacheSession.class)) {
                throw new IllegalArgumentException("%s.workload: '%s' is for %s, but target '%s' is a %s".formatted(key,
                        workload.traits().name(), database ? "caches" : "databases", target.name(),
                        database ? "database" : "cache"));
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
