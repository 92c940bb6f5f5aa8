package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group this process belongs to, version 1 or 2.
 *
 * @param directory where its files are
 * @param levels its own directory first, then those above it that can be seen: a limit of any of them holds
 * @param unified whether it is of version 2
 * @param whole whether it is the topmost of version 1, which counts the whole machine; that of version 2 counts nothing
 */
record Cgroup(File directory, List<File> levels, boolean unified, boolean whole) {

    File file(String name) {
        return new File(directory, name);
    }

    /**
     * The first place that has a readable file of this name.
     *
     * @param controller of version 1, which is looked through first: on mixed systems that is where it counts
     * @param file that must be there
     */
    static Optional<Cgroup> find(Procfs procfs, String controller, String file) {
        TextReader reader = new TextReader();
        try {
            List<String> groups = reader.read(procfs.file("self/cgroup")).lines().toList();
            List<Mount> mounts = reader.read(procfs.file("self/mountinfo")).lines().map(Mount::parse)
                    .flatMap(Optional::stream).toList();
            return Stream.of(controller, "").flatMap(one -> candidates(one, groups, mounts))
                    .filter(group -> group.file(file).canRead()).findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The group's own place in the mounted tree, and the tree's root, which is the group itself in a container. */
    private static Stream<Cgroup> candidates(String controller, List<String> groups, List<Mount> mounts) {
        return groups.stream().map(line -> line.split(":", 3))
                .filter(parts -> parts.length == 3 && contains(parts[1], controller)).map(parts -> parts[2])
                .flatMap(group -> mounts.stream().filter(mount -> carries(mount, controller))
                        .flatMap(mount -> Stream.of(of(mount, below(mount, group), controller),
                                of(mount, "", controller))));
    }

    private static Cgroup of(Mount mount, String path, String controller) {
        File top = new File(mount.point());
        File directory = new File(mount.point() + path);
        List<File> levels = Stream.iterate(directory, level -> level != null, File::getParentFile)
                .takeWhile(level -> level.getPath().startsWith(top.getPath())).toList();
        boolean unified = controller.isEmpty();
        return new Cgroup(directory, levels, unified, !unified && levels.size() == 1 && mount.root().equals("/"));
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
