package io.tidemark.probe.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found wrong while a run went on: how often each thing, and the first case of it. As bounded as the kinds of
 * things are few, however often they happen.
 */
final class Evidence {

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> firsts = new LinkedHashMap<>();
    private final List<String> sentences = new ArrayList<>();
    private final Map<String, Double> measures = new LinkedHashMap<>();

    /**
     * @param what in the plural, such as `pages were not complete`
     * @param which the case at hand, such as `page 7 has 499 rows`
     */
    synchronized void found(String what, String which) {
        counts.merge(what, 1L, Long::sum);
        firsts.putIfAbsent(what, which);
    }

    /** One thing that happens at most once in a run. */
    synchronized Evidence check(boolean holds, String otherwise) {
        if (!holds) {
            sentences.add(otherwise);
        }
        return this;
    }

    Evidence measure(String name, long value) {
        return measure(name, (double) value);
    }

    synchronized Evidence measure(String name, double value) {
        measures.put(name, value);
        return this;
    }

    /** How many cases were found, of all kinds. */
    synchronized long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized Verification verification() {
        List<String> all = new ArrayList<>();
        counts.forEach((what, count) -> all.add(count + " " + what + ", the first: " + firsts.get(what)));
        all.addAll(sentences);
        return new Verification(all, measures);
    }
}
