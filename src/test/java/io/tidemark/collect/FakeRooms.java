package io.tidemark.collect;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Alerts;
import io.tidemark.history.History;
import io.tidemark.history.Readings;
import io.tidemark.metric.Observation;
import io.tidemark.threshold.Judgement;
import io.tidemark.threshold.Threshold;
import io.tidemark.threshold.Thresholds;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rooms below, empty: nothing is kept, judged or told. */
final class FakeRooms {

    private FakeRooms() {}

    /** A pipeline that only hands observations on. */
    static Pipeline pipeline(Consumer<Observation> accepted) {
        return listened((o, _, _) -> {
            if (o != null) {
                accepted.accept(o);
            }
        });
    }

    /** A pipeline that only tells its listener. */
    static Pipeline listened(Listener listener) {
        return new Pipeline(silent(History.class), new NoThresholds(), silent(Alerts.class), List.of(listener));
    }

    /** A pipeline that begins with these alerts open. */
    static Pipeline resumed(List<Alert> open, List<Thresholds.OpenBreach> told) {
        Alerts alerts = (Alerts) Proxy.newProxyInstance(Alerts.class.getClassLoader(), new Class<?>[]{Alerts.class},
                (_, _, _) -> open);
        return new Pipeline(silent(History.class), new NoThresholds() {
            @Override
            public void resume(Collection<OpenBreach> breaches) {
                told.addAll(breaches);
            }
        }, alerts, List.of());
    }

    /** The same last observation for every source, or none. */
    static Readings readings(@Nullable Observation last) {
        return (Readings) Proxy.newProxyInstance(Readings.class.getClassLoader(), new Class<?>[]{Readings.class},
                (_, _, _) -> Optional.ofNullable(last));
    }

    /** Takes every call and answers lists empty. */
    private static <T> T silent(Class<T> room) {
        return room.cast(Proxy.newProxyInstance(room.getClassLoader(), new Class<?>[]{room},
                (_, method, _) -> method.getReturnType() == List.class ? List.of() : null));
    }

    static class NoThresholds implements Thresholds {

        @Override
        public List<Threshold> rules() {
            return List.of();
        }

        @Override
        public void resume(Collection<OpenBreach> breaches) {}

        @Override
        public List<Judgement> judge(Observation observation) {
            return List.of();
        }

        @Override
        public List<Judgement> due(Instant now) {
            return List.of();
        }

        @Override
        public List<Judgement> current() {
            return List.of();
        }
    }
}
