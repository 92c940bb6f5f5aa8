package io.tidemark.history;

import io.tidemark.history.TierPlan.Span;
import io.tidemark.history.journal.Column;
import io.tidemark.history.store.Block;
import io.tidemark.history.store.OrderedSamples;
import io.tidemark.history.store.Summaries;
import io.tidemark.history.store.Summary;
import io.tidemark.history.store.Tier;
import io.tidemark.history.window.Stretch;
import io.tidemark.metric.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows one series after the other from the tiers a plan names, oldest first and each instant once. */
final class TieredSamples {

    private final String instance;
    private final StoreGate gate;
    private final long start;
    private final long end;
    private final List<Span> plan;

    /** @param plan empty when the store knows nothing of the range */
    TieredSamples(String instance, StoreGate gate, long start, long end, List<Span> plan) {
        this.instance = instance;
        this.gate = gate;
        this.start = start;
        this.end = end;
        this.plan = plan;
    }

    /** @param recent samples of the series that are not in the store yet */
    void show(Series series, @Nullable Column recent, Sink sink) {
        if (plan.isEmpty()) {
            new OverlappingBlocks(start, end, recent, sink).end();
        }
        for (Span span : plan) {
            switch (span.kind()) {
                case RAW -> raw(series, span, recent, sink);
                case MINUTES -> minutes(series, span, minute -> show(minute, Tier.MINUTES, sink));
                case HOURS -> hours(series, span, hour -> show(hour, Tier.HOURS, sink));
                case MIXED -> mixed(series, span, recent, sink);
            }
        }
    }

    private void raw(Series series, Span span, @Nullable Column recent, Block.SampleSink sink) {
        Stretch stretch = new Stretch(Math.max(start, span.from()), Math.min(end, span.to() - 1));
        new RawSamples(instance, gate).show(series, stretch, recent, sink);
    }

    private void minutes(Series series, Span span, Consumer<Summary> sink) {
        gate.ask(store -> {
            store.sampleRollups().minutes(instance, series, Instant.ofEpochMilli(span.from()),
                    Instant.ofEpochMilli(span.to()), sink);
            return true;
        });
    }

    private void hours(Series series, Span span, Consumer<Summary> sink) {
        gate.ask(store -> {
            store.sampleRollups().hours(instance, series, Instant.ofEpochMilli(span.from()),
                    Instant.ofEpochMilli(span.to()), sink);
            return true;
        });
    }

    /** As rolling the hour up would have it. */
    private void mixed(Series series, Span span, @Nullable Column recent, Sink sink) {
        List<Summary> minutes = new ArrayList<>();
        minutes(series, span, minutes::add);
        List<Summary> hour = new ArrayList<>();
        hours(series, span, hour::add);
        OrderedSamples samples = new OrderedSamples(span.from(), span.to() - 1);
        raw(series, span, recent, samples);
        List<Summary> fuller = Summaries.fuller(minutes, Summaries.minutes(samples));
        if (!hour.isEmpty() && fuller.stream().mapToLong(Summary::count).sum() < hour.getFirst().count()) {
            show(hour.getFirst(), Tier.HOURS, sink);
        } else {
            fuller.forEach(minute -> show(minute, Tier.MINUTES, sink));
        }
    }

    /** One that lies across an end of the range belongs to it if its first sample does. */
    private void show(Summary summary, Tier tier, Sink sink) {
        if (summary.firstMillis() >= start && summary.firstMillis() <= end) {
            sink.summary(Math.max(start, tier.floor(summary.firstMillis())), summary);
        }
    }

    /** Is shown samples and summaries, oldest first. */
    interface Sink extends Block.SampleSink {

        /**
         * Is shown what several samples come to.
         *
         * @param at where it stands
         */
        void summary(long at, Summary summary);
    }
}
