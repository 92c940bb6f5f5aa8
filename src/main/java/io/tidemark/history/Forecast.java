package io.tidemark.history;

import java.util.List;
import java.util.OptionalDouble;

/** How a store grows whose tiers each grow evenly until they are as old as they may become. */
record Forecast(long fixedBytes, List<Growth> tiers) {

    /**
     * One tier.
     *
     * @param fullBytes when it is as old as it may become
     * @param daysToFull until then, more than 0
     */
    record Growth(long bytes, double fullBytes, double daysToFull) {

        /** @param keptDays how old its rows may become, of which it has {@code ageDays} */
        static Growth of(long bytes, double bytesPerDay, double keptDays, double ageDays) {
            if (bytesPerDay <= 0) {
                return new Growth(bytes, bytes, keptDays);
            }
            double full = bytesPerDay * keptDays;
            double days = Math.max(keptDays - ageDays, (full - bytes) / bytesPerDay);
            return new Growth(bytes, full, days > 0 ? days : keptDays);
        }

        double after(double days) {
            return bytes + (fullBytes - bytes) * Math.min(1, days / daysToFull);
        }
    }

    double fullBytes() {
        return after(Double.MAX_VALUE);
    }

    /** Days until it is so large; empty when it never is. */
    OptionalDouble daysTo(long bytes) {
        if (fullBytes() < bytes) {
            return OptionalDouble.empty();
        }
        double days = 0;
        for (double next : tiers.stream().mapToDouble(Growth::daysToFull).sorted().toArray()) {
            double slope = (after(next) - after(days)) / (next - days);
            if (after(next) >= bytes) {
                return OptionalDouble.of(Math.max(0, slope > 0 ? days + (bytes - after(days)) / slope : days));
            }
            days = next;
        }
        return OptionalDouble.of(days);
    }

    private double after(double days) {
        return fixedBytes + tiers.stream().mapToDouble(tier -> tier.after(days)).sum();
    }
}
