package io.tidemark.probe;

import io.tidemark.probe.engine.Faults;
import io.tidemark.probe.engine.Load;
import io.tidemark.probe.engine.Load.Length;
import io.tidemark.probe.engine.Load.Warmup;
import io.tidemark.probe.engine.Pace;
import io.tidemark.probe.engine.Profile;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.workload.Traits;
import io.tidemark.probe.workload.Workload;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** Makes a load of a probe's settings and of what is usual for its workload. */
record LoadSpec(String key, ProbeSettings settings, LoadSettings load, Workload<?> workload, Target target) {

    private static final LoadSettings PLAIN = new LoadSettings(null, null, null, null, null, null, null, null);
    private static final FaultSettings NO_FAULTS = new FaultSettings(null, null, null, null);

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(10);
    /** Seven tenths of the longest deadline, which is what a run may measure for. */
    private static final Duration LONGEST = Duration.ofMinutes(7);
    private static final Duration OBJECTIVE = Duration.ofMillis(500);
    private static final int MOST_WORKERS = 1_000;
    private static final int MOST_OPERATIONS = 1_000_000;
    private static final int MOST_ROWS = 1_000_000;
    private static final double FASTEST = 100_000;

    static Load of(String key, ProbeSettings settings, Workload<?> workload, Target target,
            Duration every) {
        LoadSettings load = settings.load() == null ? PLAIN : settings.load();
        return new LoadSpec(key, settings, load, workload, target).read(every);
    }

    private Load read(Duration every) {
        Traits.Size size = workload.traits().size();
        int rows = Bounds.within(key + ".rows", settings.rows(), size.rows(), size.leastRows(), MOST_ROWS);
        int workers = Bounds.within(key + ".concurrency", settings.concurrency(), size.concurrency(), 1, MOST_WORKERS);
        Length length = length(size);
        Pace pace = pace();
        Profile profile = profile(pace, pace instanceof Pace.Open(double rate) ? rate : workers);
        Load read = new Load(workers, 1, pace, profile, length, warmup(rows), rows, deadline(length, every), faults());
        int usual = size.connections() > 0 ? Math.min(size.connections(), read.workers()) : read.workers();
        return new Load(workers, Bounds.within(key + ".load.connections", load.connections(),
                Math.min(usual, target.mostSessions()), 1, target.mostSessions()), pace, profile, length, read.warmup(),
                rows,
                read.deadline(), read.faults());
    }

    private Length length(Traits.Size size) {
        Duration duration = load.duration();
        if (duration == null) {
            return Length.of(Bounds.within(key + ".operations", settings.operations(), size.operations(), 1,
                    MOST_OPERATIONS));
        }
        Bounds.refuse(settings.operations() != null, key + ".load.duration: leave out either it or operations");
        return Length.of(Bounds.within(key + ".load.duration", duration, duration, Duration.ofMillis(100), LONGEST));
    }

    private Pace pace() {
        if (load.rate() == null) {
            return new Pace.Closed(Bounds.within(key + ".load.think", load.think(), Duration.ZERO, Duration.ZERO,
                    Duration.ofMinutes(1)));
        }
        Bounds.refuse(load.think() != null,
                key + ".load.think: is for a closed loop; with a rate operations begin when they are due");
        return new Pace.Open(Bounds.within(key + ".load.rate", load.rate(), 1, 0.1, FASTEST));
    }

    private Profile profile(Pace pace, double level) {
        LoadSettings.Profile shape = load.profile() == null ? LoadSettings.Profile.SUSTAINED : load.profile();
        checkKeys(shape);
        double most = pace instanceof Pace.Open ? FASTEST : MOST_WORKERS;
        return switch (shape) {
            case SUSTAINED -> new Profile.Sustained();
            case RAMP -> new Profile.Ramp(peak(level, most), steps());
            case SPIKE -> new Profile.Spike(peak(level, most));
            case STRESS -> new Profile.Stress(peak(level, most), steps(), Bounds.within(key + ".load.objective",
                    load.objective(), OBJECTIVE, Duration.ofNanos(1_000), Duration.ofMinutes(1)));
        };
    }

    private void checkKeys(LoadSettings.Profile shape) {
        boolean sustained = shape == LoadSettings.Profile.SUSTAINED;
        Bounds.refuse(sustained && load.peak() != null, key + ".load.peak: needs a profile: ramp, spike or stress");
        Bounds.refuse(load.objective() != null && shape != LoadSettings.Profile.STRESS,
                key + ".load.objective: is for the profile stress");
        Bounds.refuse(load.steps() != null && (sustained || shape == LoadSettings.Profile.SPIKE),
                key + ".load.steps: is for the profiles ramp and stress");
        Bounds.refuse(!sustained && load.duration() == null,
                key + ".load.duration: is missing; a load that changes is measured by time");
    }

    private double peak(double level, double most) {
        Bounds.refuse(load.peak() == null, key + ".load.peak: is missing; it is the highest level of the profile");
        return Bounds.within(key + ".load.peak", load.peak(), level, level, most);
    }

    private int steps() {
        return Bounds.within(key + ".load.steps", load.steps(), 10, 2, 50);
    }

    private Warmup warmup(int rows) {
        Integer written = settings.warmup();
        return written == null
                ? new Warmup(workload.leastWarmup(rows), workload.warmsUp())
                : new Warmup(Bounds.within(key + ".warmup", written, 0, 0, MOST_OPERATIONS), false);
    }

    /** By default as long as the interval, at most 10 s; and always long enough for the duration that is asked for. */
    private Duration deadline(Length length, Duration every) {
        Duration needed = length.duration().multipliedBy(10).dividedBy(7);
        Duration plain = every.compareTo(DEADLINE) < 0 ? every : DEADLINE;
        Duration longer = needed.plusSeconds(5).compareTo(LONGEST_DEADLINE) < 0
                ? needed.plusSeconds(5)
                : LONGEST_DEADLINE;
        Duration usual = length.duration().isZero() ? plain : longer;
        Duration deadline = Bounds.within(key + ".deadline", settings.deadline(), usual, Duration.ofSeconds(1),
                LONGEST_DEADLINE);
        Bounds.refuse(deadline.compareTo(needed) < 0, "%s.deadline: must be at least %dms for a load.duration of %dms"
                .formatted(key, needed.toMillis(), length.duration().toMillis()));
        return deadline;
    }

    private Faults faults() {
        FaultSettings faults = settings.faults() == null ? NO_FAULTS : settings.faults();
        return new Faults(share("fail", faults.fail()), share("slow", faults.slow()),
                Bounds.within(key + ".faults.slow-by", faults.slowBy(), Duration.ofMillis(100), Duration.ofMillis(1),
                        Duration.ofSeconds(10)),
                share("cut", faults.cut()));
    }

    private double share(String name, @Nullable Double percent) {
        return Bounds.within(key + ".faults." + name, percent, 0, 0, 100) / 100;
    }
}
