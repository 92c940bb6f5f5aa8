package io.tidemark.history;

import io.tidemark.history.Forecast.Growth;
import io.tidemark.history.StoreUse.TierUse;
import io.tidemark.history.store.Store;
import io.tidemark.history.store.StoreSize;
import io.tidemark.history.store.StoreSize.TierSize;
import io.tidemark.history.store.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Measures how much room the store takes, and remembers it for those who ask. */
final class StoreMeter {

    private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Store store;
    private final List<Tier> tiers;
    private final long limit;
    private final InstantSource clock;
    private final LongSupplier diskFree;
    private final Set<String> shortened = new TreeSet<>();
    private volatile @Nullable StoreUse latest;

    /** @param diskFree free bytes of the data directory's disk */
    StoreMeter(Store store, HistorySettings settings, InstantSource clock, LongSupplier diskFree) {
        this.store = store;
        this.tiers = settings.tiers();
        this.limit = settings.size().toBytes();
        this.clock = clock;
        this.diskFree = diskFree;
    }

    /** What was measured last; null before the first time. */
    @Nullable
    StoreUse latest() {
        return latest;
    }

    /** The tiers that have lost rows before their time since the start. */
    void shortened(Tier tier) {
        shortened.add(tier.name());
    }

    /** Measures; takes some time. */
    StoreUse measure() {
        StoreSize size = store.size(tiers);
        Instant now = clock.instant();
        List<Growth> growths = new ArrayList<>();
        List<TierUse> uses = new ArrayList<>();
        size.tiers().forEach((tier, one) -> {
            Growth growth = growth(tier, one, now);
            growths.add(growth);
            uses.add(new TierUse(tier.name(), one.bytes(), one.rows(), one.oldest(), tier.kept(), one.rowsPerDay(),
                    one.rowsPerDay() * one.bytesPerRow(), (long) growth.fullBytes()));
        });
        uses.add(new TierUse("other", size.otherBytes(), 0, null, null, 0, 0, size.otherBytes()));
        Forecast forecast = new Forecast(size.otherBytes(), growths);
        StoreUse use = new StoreUse(now, size.bytes(), size.fileBytes(), limit, List.copyOf(shortened),
                (long) forecast.fullBytes(), days(forecast), diskFree.getAsLong(), uses);
        latest = use;
        return use;
    }

    private @Nullable Double days(Forecast forecast) {
        return forecast.daysTo(limit).isPresent() ? Double.valueOf(forecast.daysTo(limit).getAsDouble()) : null;
    }

    private static Growth growth(Tier tier, TierSize size, Instant now) {
        double age = size.oldest() == null ? 0 : Duration.between(size.oldest(), now).toMillis() / DAY_MILLIS;
        return Growth.of(size.bytes(), size.rowsPerDay() * size.bytesPerRow(), tier.kept().toMillis() / DAY_MILLIS,
                age);
    }
}
