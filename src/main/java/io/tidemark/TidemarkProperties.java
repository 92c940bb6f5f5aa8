package io.tidemark;

import io.tidemark.alert.AlertSettings;
import io.tidemark.history.HistorySettings;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.RuleText;
import io.tidemark.metric.RuleText.Origin;
import io.tidemark.probe.ProbeSettings;
import io.tidemark.probe.TargetSettings;
import io.tidemark.sampling.ProcessSettings;
import io.tidemark.sampling.SamplingSettings;
import io.tidemark.threshold.ConfiguredRules;
import io.tidemark.web.ApiSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set under {@code tidemark}, composed of the rooms' own settings. A key that is not here stops
 * the start ({@link UnknownSettings}).
 *
 * @param instance name of this Tidemark, the host name by default
 * @param data directory of journal, embedded store and probe file; {@code ./data} by default
 * @param builtin whether the built-in probes run; by default when no target is configured
 * @param paused whether all targets are left alone
 * @param targets what is probed, by name
 * @param probes what is done to targets, by name
 * @param processes watched processes, by name
 * @param thresholds rules
 * @param results names that results of other tools are expected under
 */
record TidemarkProperties(InstanceName instance, Path data, @Nullable Boolean builtin, @Nullable Boolean paused,
        Map<String, TargetSettings> targets, Map<String, ProbeSettings> probes, Map<String, ProcessSettings> processes,
        List<String> thresholds, AlertSettings alerts, ApiSettings api, SamplingSettings sampling,
        HistorySettings history, List<String> results) {

    static final String PREFIX = "tidemark";

    @SuppressWarnings("RedundantNullCheck") // absent keys are bound as null
    TidemarkProperties {
        instance = instance == null ? HostName.instance() : instance;
        data = (data == null ? Path.of("data") : data).toAbsolutePath().normalize();
        targets = targets == null ? Map.of() : targets;
        probes = probes == null ? Map.of() : probes;
        processes = processes == null ? Map.of() : processes;
        thresholds = thresholds == null ? List.of() : List.copyOf(thresholds);
        alerts = alerts == null ? AlertSettings.DEFAULT : alerts;
        api = api == null ? new ApiSettings(null, false) : api;
        sampling = sampling == null ? SamplingSettings.DEFAULT : sampling;
        history = history == null ? HistorySettings.DEFAULT : history;
        results = results == null ? List.of() : List.copyOf(results);
    }

    /**
     * Every rule here, with its key.
     *
     * @param known whether there is a probe of that name
     */
    ConfiguredRules rules(Predicate<String> known) {
        Stream<RuleText> ofProbes = probes.entrySet().stream().filter(probe -> known.test(probe.getKey()))
                .flatMap(probe -> rules(probe.getValue().thresholds(), probe.getKey(),
                        PREFIX + ".probes." + probe.getKey() + ".thresholds"));
        return new ConfiguredRules(
                Stream.concat(ofProbes, rules(thresholds, null, PREFIX + ".thresholds")).toList());
    }

    private static Stream<RuleText> rules(@Nullable List<String> texts, @Nullable String probe, String key) {
        List<String> rules = texts == null ? List.of() : texts;
        return IntStream.range(0, rules.size())
                .mapToObj(i -> new RuleText(rules.get(i), probe, Origin.CONFIGURED, key + "[" + i + "]"));
    }
}
