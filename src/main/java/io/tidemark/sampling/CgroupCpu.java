package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the quota of this process' control group, version 1 or 2, held back. */
final class CgroupCpu {

    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    private final TextReader reader = new TextReader();
    private final @Nullable File file;

    CgroupCpu(Procfs procfs) {
        this.file = find(procfs).orElse(null);
    }

    boolean offered() {
        return file != null;
    }

    /** Seconds since the group was made, over all its processors; NaN when not in a group with a quota to tell of. */
    double throttledSeconds() throws IOException {
        return file == null ? Double.NaN : reader.read(file, CgroupCpu::parse);
    }

    /** Version 2 counts microseconds, version 1 nanoseconds; NaN without either. */
    static double parse(String text) {
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.startsWith("throttled_usec ")) {
                return number(line) / MICROS;
            }
            if (line.startsWith("throttled_time ")) {
                return number(line) / NANOS;
            }
        }
        return Double.NaN;
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1).strip());
    }

    private boolean tells(File candidate) {
        try {
            return Double.isFinite(reader.read(candidate, CgroupCpu::parse));
        } catch (IOException _) {
            return false;
        }
    }

    private Optional<File> find(Procfs procfs) {
        try {
            List<String> groups = reader.read(procfs.file("self/cgroup")).lines().toList();
            List<Mount> mounts = reader.read(procfs.file("self/mountinfo")).lines().map(Mount::parse)
                    .flatMap(Optional::stream).toList();
            // On mixed systems the processor is counted in version 1 where version 1 has it.
            return Stream.of("cpu", "").flatMap(controller -> candidates(controller, groups, mounts))
                    .filter(this::tells).findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The group's own place in the mounted tree, and the tree's root, which is the group itself in a container. */
    private static Stream<File> candidates(String controller, List<String> groups, List<Mount> mounts) {
        return groups.stream().map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3 && contains(parts[1], controller)).map(parts -> parts[2])
                .flatMap(group -> mounts.stream().filter(mount -> carries(mount, controller))
                        .flatMap(mount -> Stream.of(mount.point() + below(mount, group), mount.point())))
                .map(directory -> new File(directory, "cpu.stat"));
    }

    /** Version 2 has no controllers in its name. */
    private static boolean carries(Mount mount, String controller) {
        return controller.isEmpty()
                ? mount.type().equals("cgroup2")
                : mount.type().equals("cgroup") && contains(mount.options(), controller);
    }

    private static String below(Mount mount, String group) {
        return mount.root().length() > 1 && group.startsWith(mount.root())
                ? group.substring(mount.root().length())
                : group;
    }

    private static boolean contains(String list, String word) {
        return Arrays.asList(list.split(",", -1)).contains(word);
    }
}
