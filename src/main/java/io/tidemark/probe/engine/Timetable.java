package io.tidemark.probe.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The stages of a run, one after another. Only a stress that breaks changes them, and only what is still to come. */
final class Timetable {

    static final String USUAL = "usual";
    static final String STEP = "step";
    static final String PEAK = "peak";
    static final String RECOVERY = "recovery";

    /** Slices the recovery is looked at in. */
    private static final int SLICES = 20;

    private volatile List<Stage> stages;
    private volatile long end;

    private Timetable(List<Stage> stages) {
        this.stages = stages;
        this.end = stages.getLast().to();
    }

    /**
     * @param now when the measured part begins
     * @param over when it has to end at the latest
     */
    static Timetable of(Load load, long now, long over) {
        long end = load.length().isTimed() ? Math.min(over - now, load.length().duration().toNanos()) + now : over;
        return new Timetable(switch (load.profile()) {
            case Profile.Sustained _ -> List.of(new Stage(USUAL, load.level(), now, end));
            case Profile.Ramp(double peak, int steps) -> steps(load.level(), peak, steps, now, end);
            case Profile.Spike(double peak) -> spike(load.level(), peak, now, end);
            case Profile.Stress(double peak, int steps, Duration _) -> stress(load.level(), peak, steps, now, end);
        });
    }

    private static List<Stage> steps(double level, double peak, int steps, long from, long to) {
        List<Stage> all = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            all.add(new Stage(STEP + "-" + (i + 1), level + (peak - level) * i / Math.max(1, steps - 1),
                    at(from, to, i, steps), at(from, to, i + 1, steps)));
        }
        return all;
    }

    private static List<Stage> spike(double level, double peak, long from, long to) {
        List<Stage> all = new ArrayList<>();
        all.add(new Stage(USUAL, level, from, at(from, to, 3, 10)));
        all.add(new Stage(PEAK, peak, at(from, to, 3, 10), at(from, to, 5, 10)));
        all.addAll(recovery(level, at(from, to, 5, 10), to));
        return all;
    }

    private static List<Stage> stress(double level, double peak, int steps, long from, long to) {
        List<Stage> all = new ArrayList<>(steps(level, peak, steps, from, at(from, to, 7, 10)));
        all.addAll(recovery(level, at(from, to, 7, 10), to));
        return all;
    }

    private static List<Stage> recovery(double level, long from, long to) {
        List<Stage> all = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) {
            all.add(new Stage(RECOVERY, level, at(from, to, i, SLICES), at(from, to, i + 1, SLICES)));
        }
        return all;
    }

    private static long at(long from, long to, int part, int parts) {
        return from + (to - from) / parts * part;
    }

    /** The stage an instant lies in; the last one for what comes after all. */
    Stage at(long now) {
        List<Stage> all = stages;
        for (int i = all.size() - 1; i > 0; i--) {
            if (now - all.get(i).from() >= 0) {
                return all.get(i);
            }
        }
        return all.getFirst();
    }

    boolean isOver(long now) {
        return now - end >= 0;
    }

    long end() {
        return end;
    }

    /** Ends the run now, for whoever waits for a later instant of it. */
    void cutShort() {
        long now = System.nanoTime();
        if (!isOver(now)) {
            end = now;
        }
    }

    /** Whether there is more than one level, so that operations are worth telling apart by it. */
    boolean isStaged() {
        return stages.size() > 1;
    }

    List<Stage> stages() {
        return stages;
    }

    /** Leaves out the steps that were still to come: a broken target is not pushed further. */
    void recoverFrom(Stage broken) {
        List<Stage> kept = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage.name().startsWith(STEP) && stage.from() - broken.from() <= 0) {
                kept.add(stage);
            }
        }
        Stage last = stages.getLast();
        long length = last.to() - stages.stream().filter(stage -> stage.name().equals(RECOVERY)).findFirst()
                .orElse(last).from();
        kept.addAll(recovery(last.level(), broken.to(), broken.to() + length));
        stages = List.copyOf(kept);
        end = broken.to() + length;
    }
}
