package io.tidemark.probe.command;

import io.tidemark.probe.command.Processes.One;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Programs whose Tidemark was killed, and which nobody waits for any more: they carry the {@link Mark} of a process that
 * is not there.
 */
public final class Abandoned {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private Abandoned() {}

    /**
     * Ends those of some probes of an instance.
     *
     * @return how many processes
     */
    public static int end(String instance, Set<String> probes) throws InterruptedException {
        return end(ThisMachine.PROCESSES, instance, probes);
    }

    private static int end(Processes processes, String instance, Set<String> probes) throws InterruptedException {
        List<ProcessTree> trees = processes.all().stream().flatMap(one -> mark(processes, one).stream()).distinct()
                .filter(mark -> mark.instance().equals(instance) && probes.contains(mark.probe()))
                .filter(mark -> isMakerGone(processes, mark))
                .map(mark -> new ProcessTree(processes, Optional.empty(), mark)).toList();
        int ended = 0;
        for (ProcessTree tree : trees) {
            ended += tree.alive().size();
            var _ = tree.end(GRACE);
        }
        return ended;
    }

    private static Optional<Mark> mark(Processes processes, One one) {
        return one.ended() ? Optional.empty() : processes.variable(one, Mark.VARIABLE).flatMap(Mark::parse);
    }

    private static boolean isMakerGone(Processes processes, Mark mark) {
        return processes.find(mark.maker()).filter(maker -> maker.started() == mark.born()).isEmpty();
    }
}
