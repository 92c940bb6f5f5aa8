package io.tidemark.history;

import io.tidemark.history.journal.Entry;
import io.tidemark.history.journal.Segment;
import io.tidemark.history.journal.SegmentLog;
import io.tidemark.history.journal.SegmentVisitor;
import io.tidemark.history.store.Store;
import io.tidemark.metric.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Answers questions for runs from the journal, where they wait for the store, and from the store. */
final class RunQueries {

    static final String TOPIC = "run";

    private final SegmentLog log;
    private final RunCodec codec;
    private final StoreGate gate;

    RunQueries(SegmentLog log, RunCodec codec, StoreGate gate) {
        this.log = log;
        this.codec = codec;
        this.gate = gate;
    }

    List<Run> newest(String probe, long before, int limit) {
        SortedMap<Long, Run> found = new TreeMap<>(Comparator.reverseOrder());
        // The journal first: a run that moves on meanwhile is seen twice, never not at all.
        waiting(id -> id < before, run -> run.probe().equals(probe), found, limit);
        gate.ask(store -> store.runs(probe, before, limit)).forEach(run -> found.put(run.id(), run));
        return found.values().stream().limit(limit).toList();
    }

    Optional<Run> find(long id) {
        SortedMap<Long, Run> found = new TreeMap<>();
        waiting(one -> one == id, _ -> true, found, 1);
        return found.isEmpty() ? gate.ask(store -> store.run(id)) : Optional.of(found.firstEntry().getValue());
    }

    /** Runs of a probe that are not in the store yet, the newest of them if they are very many. */
    List<Run> pending(String probe) {
        SortedMap<Long, Run> found = new TreeMap<>(Comparator.reverseOrder());
        waiting(_ -> true, run -> run.probe().equals(probe), found, 1000);
        return new ArrayList<>(found.values());
    }

    /** Probes that have runs, those first that ran last. */
    List<String> probes() {
        Map<String, Long> newest = new HashMap<>();
        waiting(_ -> true, run -> newest.merge(run.probe(), run.id(), Math::max));
        Stream<String> waiting = newest.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed()).map(Map.Entry::getKey);
        // What waits is newer than all that is in the store.
        return Stream.concat(waiting, gate.ask(Store::probes).stream()).distinct().toList();
    }

    /** Shows the runs of a probe that are not in the store yet; one that moves on meanwhile may come twice. */
    void waiting(String probe, Consumer<Run> sink) {
        waiting(_ -> true, run -> {
            if (run.probe().equals(probe)) {
                sink.accept(run);
            }
        });
    }

    private void waiting(LongPredicate ids, Predicate<Run> wanted, SortedMap<Long, Run> found, int most) {
        waiting(ids, run -> {
            if (wanted.test(run)) {
                found.put(run.id(), run);
                if (found.size() > most) {
                    found.remove(found.lastKey());
                }
            }
        });
    }

    private void waiting(LongPredicate ids, Consumer<Run> sink) {
        for (Entry entry : log.entries()) {
            if (entry instanceof Entry.Payload payload) {
                take(payload.topic(), payload.bytes(), ids, sink);
            }
        }
        for (Segment segment : log.segments()) {
            segment.read(segment.doneTo(), new SegmentVisitor() {
                @Override
                public boolean record(String topic, byte[] payload, long end) {
                    take(topic, payload, ids, sink);
                    return true;
                }
            });
        }
    }

    private void take(String topic, byte[] payload, LongPredicate ids, Consumer<Run> sink) {
        if (topic.equals(TOPIC) && ids.test(RunCodec.id(payload))) {
            sink.accept(codec.decode(payload));
        }
    }
}
