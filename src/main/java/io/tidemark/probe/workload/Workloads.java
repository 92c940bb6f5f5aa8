package io.tidemark.probe.workload;

import io.tidemark.metric.ClassesBeside;
import java.lang.invoke.MethodHandles;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Finds the workloads by looking at the classes beside this one, so that adding a file is enough. */
public final class Workloads {

    private Workloads() {}

    /** How to make each workload, by its name. */
    public static SortedMap<String, Supplier<Workload<?>>> all() {
        SortedMap<String, Supplier<Workload<?>>> found = new TreeMap<>();
        for (var maker : ClassesBeside.find(MethodHandles.lookup(), "Workload", Workload.class)) {
            found.put(maker.get().traits().name(), maker::get);
        }
        return found;
    }
}
