package io.tidemark.probe.engine;

import io.tidemark.metric.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Follows a load that changes: stops raising it when the objective breaks, and tells when the target has recovered. */
final class Ascent {

    static final String BREAKING_POINT = "breaking_point";
    static final String SUSTAINED = "sustained_level";
    static final String RECOVERY = "recovery";

    /** Recovered is whatever is within this of what it was before. */
    private static final double AS_BEFORE = 1.5;
    private static final long NAP_NANOS = 200_000_000;

    private final Load load;
    private final Timetable timetable;
    private final Map<String, Double> measures = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    Ascent(Load load, Timetable timetable) {
        this.load = load;
        this.timetable = timetable;
    }

    /** Returns once nothing is left to decide; the workers see the end of the run by themselves. */
    void watch() {
        switch (load.profile()) {
            case Profile.Sustained _,Profile.Ramp _,Profile.Spike _ -> {
                // The timetable stands.
            }
            case Profile.Stress stress -> raise(stress);
        }
    }

    private void raise(Profile.Stress stress) {
        for (Stage stage : steps()) {
            waitUntil(stage.to());
            if (isOver()) {
                return;
            }
            if (!stage.keeps(stress.objective())) {
                timetable.recoverFrom(stage);
                return;
            }
        }
    }

    private List<Stage> steps() {
        return timetable.stages().stream().filter(stage -> stage.name().startsWith(Timetable.STEP)).toList();
    }

    /** In naps, because the run may be cut short. */
    private void waitUntil(long until) {
        for (long left = until - System.nanoTime(); left > 0 && !isOver(); left = until - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, NAP_NANOS));
        }
    }

    private boolean isOver() {
        return timetable.isOver(System.nanoTime()) || Thread.currentThread().isInterrupted();
    }

    List<Run.Stage> figures() {
        return timetable.isStaged() ? timetable.stages().stream().map(Stage::figures).toList() : List.of();
    }

    /** What came out, once the run is over. */
    Map<String, Double> measures() {
        switch (load.profile()) {
            case Profile.Sustained _,Profile.Ramp _ -> {
                // Its stages say it all.
            }
            case Profile.Spike _ -> recovery((long) (timetable.stages().getFirst().p95() * AS_BEFORE));
            case Profile.Stress stress -> breakingPoint(stress);
        }
        return measures;
    }

    List<String> notes() {
        return notes;
    }

    private void breakingPoint(Profile.Stress stress) {
        for (Stage stage : steps()) {
            if (!stage.keeps(stress.objective())) {
                measures.put(BREAKING_POINT, stage.level());
                recovery(stress.objective().toNanos());
                return;
            }
            measures.put(SUSTAINED, stage.level());
        }
        notes.add("the objective held up to the peak: there is no breaking point below it");
    }

    /** From the end of the excess to the end of the first slice in which all was as it should be, and stayed so. */
    private void recovery(long p95) {
        List<Stage> slices = timetable.stages().stream().filter(stage -> stage.name().equals(Timetable.RECOVERY))
                .toList();
        int bad = 0;
        for (int i = 0; i < slices.size(); i++) {
            if (!slices.get(i).keeps(Duration.ofNanos(p95))) {
                bad = i + 1;
            }
        }
        if (bad == slices.size()) {
            notes.add("it had not recovered when the run ended");
        } else {
            measures.put(RECOVERY, (bad == 0 ? 0 : slices.get(bad - 1).to() - slices.getFirst().from()) / 1e9);
        }
    }
}
