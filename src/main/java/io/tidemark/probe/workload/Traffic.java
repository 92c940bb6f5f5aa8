package io.tidemark.probe.workload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of the messages of all streams of a run. */
final class Traffic {

    final LongAdder sent = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder duplicated = new LongAdder();
    final LongAdder reordered = new LongAdder();
    final LongAdder drops = new LongAdder();
    private final Evidence evidence = new Evidence();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    /** A number for a new stream, which no other of the run has had. */
    int opened() {
        peak.accumulateAndGet(open.incrementAndGet(), Math::max);
        return made.getAndIncrement();
    }

    void closed() {
        open.decrementAndGet();
    }

    /** A message has come on a stream that was not for it. */
    void foreign(int stream, Mark mark, long run) {
        evidence.found("messages came on another stream than they were sent on", "stream " + stream
                + " received one of " + (mark.run() == run ? "stream " + mark.stream() : "another run"));
    }

    long lost() {
        return sent.sum() - answered.sum();
    }

    /** The most streams that were open at once. */
    int peak() {
        return peak.get();
    }

    Evidence evidence() {
        return evidence;
    }
}
