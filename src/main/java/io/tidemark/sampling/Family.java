package io.tidemark.sampling;

import io.tidemark.sampling.ProcessTable.Entry;
import io.tidemark.sampling.ProcessTable.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which processes were started by which, at one look. */
record Family(Map<Long, List<Entry>> byParent) {

    static Family of(Collection<Entry> entries) {
        return new Family(entries.stream().collect(Collectors.groupingBy(Entry::parent)));
    }

    /** The given processes, their children and theirs; each once. */
    List<Identity> with(List<Identity> roots) {
        Set<Identity> all = new LinkedHashSet<>(roots);
        List<Identity> generation = roots;
        while (!generation.isEmpty()) {
            List<Identity> next = new ArrayList<>();
            generation.forEach(parent -> children(parent).filter(all::add).forEach(next::add));
            generation = next;
        }
        return List.copyOf(all);
    }

    /** One that is older than its parent has another parent, whose pid was used again. */
    private Stream<Identity> children(Identity parent) {
        return byParent.getOrDefault(parent.pid(), List.of()).stream().map(Entry::identity)
                .filter(child -> child.started() >= parent.started());
    }
}
