package io.tidemark.probe;

import io.tidemark.metric.Nearest;
import io.tidemark.metric.RuleText;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.target.CacheSession;
import io.tidemark.probe.target.DatabaseSession;
import io.tidemark.probe.target.DatabaseTarget;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Query;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A probe's settings, checked and with every default filled in.
 *
 * @param source where a cache is filled from
 */
record ProbeSpec(String name, Target target, @Nullable Target source, Supplier<Workload<?>> workload, Duration every,
        Load load, @Nullable Query query,
        List<RuleText> rules) {

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MOST_WORKERS = 64;
    private static final int MOST_OPERATIONS = 100_000;
    private static final int MOST_ROWS = 100_000;

    /** Reads the settings of one probe; every complaint is one sentence with the full key. */
    record Reader(Map<String, Target> targets, Map<String, Supplier<Workload<?>>> workloads) {

        ProbeSpec read(String name, ProbeSettings settings) {
            String key = "tidemark.probes." + name;
            Target target = chosen(key + ".target", "target", settings.target(), targets);
            Supplier<Workload<?>> maker = chosen(key + ".workload", "workload", settings.workload(), workloads);
            Workload<?> workload = maker.get();
            checkFit(key, workload, target);
            Target source = source(key + ".source", settings.source(), workload);
            Duration every = within(key + ".every", settings.every(), EVERY, Duration.ofSeconds(1), Duration.ofDays(1));
            return new ProbeSpec(name, target, source, maker, every, load(key, settings, workload, every),
                    query(key + ".sql", settings.sql(), workload, target),
                    rules(key, name, workload.traits().name(), workload.rules(target, source != null), settings));
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

        private static Load load(String key, ProbeSettings settings, Workload<?> workload, Duration every) {
            int rows = within(key + ".rows", settings.rows(), workload.traits().size().rows(),
                    workload.traits().size().leastRows(), MOST_ROWS);
            Duration usual = every.compareTo(DEADLINE) < 0 ? every : DEADLINE;
            return new Load(
                    within(key + ".concurrency", settings.concurrency(), workload.traits().size().concurrency(), 1,
                            MOST_WORKERS),
                    within(key + ".operations", settings.operations(), workload.traits().size().operations(), 1,
                            MOST_OPERATIONS),
                    within(key + ".warmup", settings.warmup(), Math.max(10, workload.leastWarmup(rows)), 0,
                            10 * MOST_ROWS),
                    rows,
                    within(key + ".deadline", settings.deadline(), usual, Duration.ofSeconds(1),
                            Duration.ofMinutes(10)));
        }

        private static List<RuleText> rules(String key, String name, String workload, List<String> shipped,
                ProbeSettings settings) {
            List<RuleText> rules = new ArrayList<>();
            shipped.forEach(text -> rules.add(
                    new RuleText(text, name, RuleText.Origin.SHIPPED, "the workload " + workload)));
            List<String> configured = settings.thresholds() == null ? List.of() : settings.thresholds();
            for (int i = 0; i < configured.size(); i++) {
                rules.add(new RuleText(configured.get(i), name, RuleText.Origin.CONFIGURED,
                        key + ".thresholds[" + i + "]"));
            }
            return rules;
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

        private static int within(String key, @Nullable Integer written, int usual, int least, int most) {
            int value = written == null ? usual : written;
            if (value < least || value > most) {
                throw new IllegalArgumentException("%s: must be %d to %d, got %d".formatted(key, least, most, value));
            }
            return value;
        }

        private static Duration within(String key, @Nullable Duration written, Duration usual, Duration least,
                Duration most) {
            Duration value = written == null ? usual : written;
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        "%s: must be %ds to %ds, got %dms".formatted(key, least.toSeconds(), most.toSeconds(),
                                value.toMillis()));
            }
            return value;
        }
    }
}
