package io.tidemark.history;

import io.tidemark.history.journal.Columns;
import io.tidemark.history.window.Past;
import io.tidemark.history.window.Stretch;
import io.tidemark.metric.Run;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What this instance saw earlier, from journal and store, as far as it is kept raw. */
record StoredPast(String instance, UnwrittenSamples unwritten, RunQueries runs, StoreGate gate) implements Past {

    private static final int PAGE = 100;

    @Override
    public long samples(Map<Series, Stretch> wanted, Sink sink) {
        Stretch all = Stretch.around(wanted.values());
        // The journal first: what moves on meanwhile is seen twice and counts once, never not at all.
        Columns recent = unwritten.between(wanted::containsKey, all.from(), all.to());
        RawSamples raw = new RawSamples(instance, gate);
        wanted.forEach((series, stretch) -> raw.show(series, stretch, recent.bySeries().get(series),
                (at, value) -> sink.sample(series, at, value)));
        return gate.ask(store -> store.sampleRollups().coverage(instance, Instant.ofEpochMilli(all.from()),
                Instant.ofEpochMilli(all.to()))).rawFrom();
    }

    @Override
    public long runs(String probe, Stretch wanted, Predicate<Run> sink) {
        Instant from = Instant.ofEpochMilli(wanted.from());
        Instant end = Instant.ofEpochMilli(wanted.to() + 1);
        long before = Long.MAX_VALUE;
        boolean more = true;
        while (more) {
            List<Run> page = runs.newest(probe, before, PAGE);
            List<Run> inTime = page.stream().filter(run -> !run.startedAt().isBefore(from)).toList();
            boolean room = inTime.stream()
                    .filter(run -> run.instance().equals(instance) && run.startedAt().isBefore(end))
                    .sorted(Comparator.comparing(Run::startedAt).reversed()).allMatch(sink);
            more = room && page.size() == PAGE && !inTime.isEmpty();
            before = page.isEmpty() ? before : page.getLast().id();
        }
        return gate.ask(store -> store.runRollups().coverage(from, end)).rawFrom();
    }
}
