package io.tidemark.probe.command;

import io.tidemark.probe.command.Processes.One;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program with all it has started. A process belongs to it when its parent does, when it is in a session that was
 * opened in it, or when it carries its {@link Mark}; what was once seen to belong to it does so until it is gone. Out of
 * sight is only what has left its parents, put on another environment and opened a session of its own between two looks.
 */
final class ProcessTree {

    private static final long POLL_MILLIS = 10;
    /** What is killed is gone at once, unless the kernel waits for a device on its behalf. */
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final int ROUNDS = 20;
    /** Looks after which a session without anybody is over: one look alone may miss whoever is just being started. */
    private static final int EMPTY_LOOKS = 10;

    private final Processes processes;
    private final String mark;
    /** Whether this very process has started it, so that any other session than ours was opened in it. */
    private final boolean ours;
    private final One self;
    /** Nothing older can belong to it. */
    private final long since;
    private final Map<Long, One> members = new HashMap<>();
    private final Map<Long, One> strangers = new HashMap<>();
    /** How many looks ago somebody was seen in it. The number of one that is over may become another's. */
    private final Map<Long, Integer> sessions = new HashMap<>();

    /** @param root its first process; none when that has ended already */
    ProcessTree(Processes processes, Optional<One> root, Mark mark) {
        this.processes = processes;
        this.mark = mark.text();
        this.self = processes.self();
        this.ours = mark.maker() == self.pid() && mark.born() == self.started();
        this.since = root.map(One::started).orElse(mark.born());
        root.ifPresent(this::add);
    }

    private void add(One one) {
        members.put(one.pid(), one);
        if (ours && one.session() != 0 && one.session() != self.session()) {
            sessions.put(one.session(), 0);
        }
    }

    /** Looks through all processes of the machine for those that belong to it, and tells who of them is alive. */
    synchronized List<One> alive() {
        Map<Long, One> all = new HashMap<>();
        processes.all().stream().filter(one -> one.started() >= since && one.pid() != self.pid())
                .forEach(one -> all.put(one.pid(), one));
        strangers.keySet().retainAll(all.keySet());
        while (grow(all)) {
            // Whose parent has just been found is found in the next round.
        }
        forgetSessions(all.values().stream().map(One::session).collect(Collectors.toSet()));
        return all.values().stream().filter(one -> isKnown(members, one) && !one.ended()).toList();
    }

    private void forgetSessions(Set<Long> inUse) {
        sessions.replaceAll((session, looks) -> inUse.contains(session) ? 0 : looks + 1);
        sessions.values().removeIf(looks -> looks > EMPTY_LOOKS);
    }

    private boolean grow(Map<Long, One> all) {
        List<One> found = all.values().stream().filter(one -> !isKnown(members, one) && belongs(one, all)).toList();
        found.forEach(this::add);
        return !found.isEmpty();
    }

    private static boolean isKnown(Map<Long, One> those, One one) {
        One known = those.get(one.pid());
        return known != null && known.isSameAs(one);
    }

    private boolean belongs(One one, Map<Long, One> all) {
        One parent = all.get(one.parent());
        return (parent != null && isKnown(members, parent)) || sessions.containsKey(one.session()) || isMarked(one);
    }

    /** Asked until it answers: nobody comes to have the mark later. */
    private boolean isMarked(One one) {
        Optional<String> carried = isKnown(strangers, one)
                ? Optional.empty()
                : processes.variable(one, Mark.VARIABLE);
        if (carried.isPresent() && !carried.get().equals(mark)) {
            strangers.put(one.pid(), one);
        }
        return carried.filter(mark::equals).isPresent();
    }

    /** Who of those that were found is still there, without looking for more; the others are forgotten. */
    synchronized List<One> known() {
        List<One> there = members.values().stream()
                .flatMap(member -> processes.find(member.pid()).filter(member::isSameAs).stream()).toList();
        members.keySet().retainAll(there.stream().map(One::pid).collect(Collectors.toSet()));
        return there;
    }

    /** Waits for all of it to end by itself; tells who did not. */
    List<One> await(Duration patience) throws InterruptedException {
        long from = System.nanoTime();
        List<One> left = alive();
        while (!left.isEmpty() && System.nanoTime() - from < patience.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            left = alive();
        }
        return left;
    }

    /**
     * Ends all of it.
     *
     * @param grace between being asked to end and being ended
     * @return who would not end
     */
    List<One> end(Duration grace) throws InterruptedException {
        alive().forEach(one -> processes.end(one, false));
        List<One> left = await(grace);
        for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
            left.forEach(one -> processes.end(one, true));
            left = await(PATIENCE);
        }
        return left;
    }
}
