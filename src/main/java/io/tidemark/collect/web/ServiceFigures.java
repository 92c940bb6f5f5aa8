package io.tidemark.collect.web;

import io.tidemark.alert.Alerts;
import io.tidemark.alert.Alerts.DeliveryStatus;
import io.tidemark.history.History;
import io.tidemark.history.StoreStatus;
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
    private final Alerts alerts;
    private final Overhead overhead;
    private final InstanceName instance;
    private final InstantSource clock;
    private final String version;
    private final Instant startedAt;

    ServiceFigures(History history, Alerts alerts, Overhead overhead, InstanceName instance, InstantSource clock,
            ObjectProvider<BuildProperties> build) {
        this.history = history;
        this.alerts = alerts;
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
                alerts.deliveries().entrySet().stream().map(DeliveryJson::of).toList());
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
     */
    record StoreJson(String kind, boolean reachable, String reason, long journalBytes, long pendingRecords,
            long droppedRecords, long writtenRecords, long failedWrites) {

        static StoreJson of(StoreStatus status) {
            return new StoreJson(status.product(), status.reachable(), status.reason(), status.journalBytes(),
                    status.pendingRecords(), status.droppedRecords(), status.writtenRecords(),
                    status.failedWrites());
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
