package io.tidemark.collect.web;

import io.tidemark.alert.Telling;
import io.tidemark.alert.Telling.DeliveryStatus;
import io.tidemark.history.History;
import io.tidemark.history.StoreStatus;
import io.tidemark.history.StoreUse;
import io.tidemark.history.StoreUse.TierUse;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.Overhead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/** The service about itself: which it is, since when it runs, how the keeping and the telling go. From memory. */
@Component
final class ServiceFigures {

    private final History history;
    private final Telling telling;
    private final Overhead overhead;
    private final InstanceName instance;
    private final InstantSource clock;
    private final String version;
    private final Instant startedAt;

    ServiceFigures(History history, Telling telling, Overhead overhead, InstanceName instance, InstantSource clock,
            ObjectProvider<BuildProperties> build) {
        this.history = history;
        this.telling = telling;
        this.overhead = overhead;
        this.instance = instance;
        this.clock = clock;
        this.version = build.stream().map(BuildProperties::getVersion).filter(Objects::nonNull).findFirst()
                .orElse("unknown");
        this.startedAt = clock.instant();
    }

    ServiceJson now() {
        return new ServiceJson(version, instance.value(), startedAt,
                Duration.between(startedAt, clock.instant()).toMillis() / 1e3, StoreJson.of(history.storeStatus()),
                SamplingJson.of(overhead.now()),
                telling.counts().entrySet().stream().map(DeliveryJson::of).toList());
    }

    record ServiceJson(String version, String instance, Instant startedAt, double uptimeSeconds, StoreJson store,
            SamplingJson sampling, List<DeliveryJson> deliveries) {}

    /**
     * What the reading of this machine costs; processor time in shares of one core.
     *
     * @param budget what may be used
     * @param used what was used lately
     * @param slowed sources that are read more seldom to stay within it
     */
    record SamplingJson(double budget, double used, int slowed) {

        static SamplingJson of(Overhead.Figures figures) {
            return new SamplingJson(figures.budget(), figures.used(), figures.slowed());
        }
    }

    /**
     * How the keeping goes; counts are since the start.
     *
     * @param kind name of the store's database
     * @param reachable whether the last write to it succeeded
     * @param reason why not; empty when it did
     * @param pendingRecords what waits in the journal
     * @param droppedRecords what was lost because the journal was full or damaged
     * @param use how much room it takes; null before it was measured
     */
    record StoreJson(String kind, boolean reachable, String reason, long journalBytes, long pendingRecords,
            long droppedRecords, long writtenRecords, long failedWrites, @Nullable UseJson use) {

        static StoreJson of(StoreStatus status) {
            return new StoreJson(status.product(), status.reachable(), status.reason(), status.journalBytes(),
                    status.pendingRecords(), status.droppedRecords(), status.writtenRecords(),
                    status.failedWrites(), status.use() == null ? null : UseJson.of(status.use()));
        }
    }

    /**
     * How much room the store takes, and will take at the rate of the newest hours.
     *
     * @param bytes used by rows and their indexes
     * @param fileBytes of its files, with the room inside that is free again
     * @param shortened the tiers that lose rows before their time because the limit is reached
     * @param fullBytes what all will use when every tier is as old as it may become
     * @param daysToLimit until the limit is reached; null when it never is
     * @param diskFreeBytes free on the disk of the data directory
     */
    record UseJson(Instant measuredAt, long bytes, long fileBytes, long limitBytes, List<String> shortened,
            long fullBytes, @Nullable Double daysToLimit, long diskFreeBytes, List<TierJson> tiers) {

        static UseJson of(StoreUse use) {
            return new UseJson(use.measuredAt(), use.bytes(), use.fileBytes(), use.limitBytes(), use.shortened(),
                    use.fullBytes(), use.daysToLimit(), use.diskFreeBytes(),
                    use.tiers().stream().map(TierJson::of).toList());
        }
    }

    /**
     * How much room one tier takes.
     *
     * @param oldest when its oldest row began, null without rows
     * @param keptSeconds age at which its rows are removed, null when they are not
     */
    record TierJson(String name, long bytes, long rows, @Nullable Instant oldest, @Nullable Long keptSeconds,
            double rowsPerDay, double bytesPerDay, long fullBytes) {

        static TierJson of(TierUse tier) {
            return new TierJson(tier.name(), tier.bytes(), tier.rows(), tier.oldest(),
                    tier.kept() == null ? null : Long.valueOf(tier.kept().toSeconds()), tier.rowsPerDay(),
                    tier.bytesPerDay(), tier.fullBytes());
        }
    }

    /**
     * How the telling by one channel goes; counts are since the start.
     *
     * @param failed attempts that failed, those that were tried again included
     * @param latencyMeanSeconds from the reading that broke a rule to the acknowledged message; null before the first
     */
    record DeliveryJson(String channel, long delivered, long failed, long pending,
            @Nullable Double latencyMeanSeconds) {

        static DeliveryJson of(Map.Entry<String, DeliveryStatus> channel) {
            DeliveryStatus status = channel.getValue();
            long timed = Arrays.stream(status.latencySeconds()).sum();
            return new DeliveryJson(channel.getKey(), status.delivered(), status.failed(), status.pending(),
                    timed == 0 ? null : Double.valueOf(status.latencySum() / timed));
        }
    }
}
