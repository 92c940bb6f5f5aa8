package io.tidemark.sampling;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import oshi.software.os.OSFileStore;

/** Mounted file systems that keep data. */
interface Volumes extends AutoCloseable {

    /** Their mount points, the root first; never blocks. */
    Collection<String> mounts() throws IOException;

    /** Asks one of them; may block for ever. Empty when it does not tell. */
    Optional<Space> space(String mount);

    @Override
    default void close() {}

    /** Bytes of a file system; `available` is what an ordinary user may still write. */
    record Space(double size, double available) {

        static Optional<Space> of(long size, long available) {
            return size > 0 && available >= 0 ? Optional.of(new Space(size, available)) : Optional.empty();
        }
    }

    /** Reads the mount table itself, which asks no file system, where OSHI's listing asks every one. */
    final class Kernel implements Volumes {

        private static final Set<String> NO_DATA = Set.of("proc", "sysfs", "tmpfs", "devtmpfs", "devpts", "ramfs",
                "rootfs", "cgroup", "cgroup2", "securityfs", "selinuxfs", "smackfs", "pstore", "efivarfs", "bpf",
                "debugfs", "tracefs", "configfs", "fusectl", "hugetlbfs", "mqueue", "nsfs", "autofs", "binfmt_misc",
                "rpc_pipefs", "nfsd", "binder", "binderfs", "resctrl", "squashfs", "iso9660", "udf", "erofs",
                "fuse.lxcfs", "fuse.gvfsd-fuse", "fuse.portal", "fuse.snapfuse");

        /** Places of the system and of container engines, which repeat what is mounted elsewhere. */
        private static final List<String> SKIPPED = List.of("/proc", "/sys", "/dev", "/run", "/snap",
                "/var/lib/docker", "/var/lib/containers", "/var/lib/containerd", "/var/lib/kubelet");

        private final Procfs procfs;
        private final TextReader reader = new TextReader();
        private String table = "";
        private List<String> mounts = List.of();

        Kernel(Procfs procfs) {
            this.procfs = procfs;
        }

        @Override
        public List<String> mounts() throws IOException {
            String now = reader.read(procfs.file("self/mountinfo"));
            if (!now.equals(table)) {
                mounts = parse(now);
                table = now;
            }
            return mounts;
        }

        /** A bind mount may stand on a file, which is no place for data of its own. */
        @Override
        public Optional<Space> space(String mount) {
            File file = new File(mount);
            return file.isDirectory() ? Space.of(file.getTotalSpace(), file.getUsableSpace()) : Optional.empty();
        }

        /** One mount point for each device, the shortest; lines that are not understood are passed over. */
        static List<String> parse(String text) {
            Map<String, String> byDevice = new LinkedHashMap<>();
            text.lines().map(Mount::parse).flatMap(Optional::stream).filter(Kernel::keepsData)
                    .forEach(m -> byDevice.merge(m.device(), m.point(), (a, b) -> b.length() < a.length() ? b : a));
            return byDevice.values().stream().sorted().distinct().toList();
        }

        private static boolean keepsData(Mount mount) {
            return !NO_DATA.contains(mount.type())
                    && SKIPPED.stream().noneMatch(p -> mount.point().equals(p) || mount.point().startsWith(p + "/"));
        }
    }

    /** OSHI's file stores: its listing may block as well and is slow, so it is made rarely and under guard. */
    final class Others implements Volumes {

        private final Oshi oshi;
        private final Map<String, OSFileStore> stores = new ConcurrentHashMap<>();
        private final Every listing = new Every(Duration.ofMinutes(5), System::nanoTime);
        private final GuardedSweep<String> guard = new GuardedSweep<>("tidemark-volumes", _ -> list(),
                Duration.ofMillis(100));

        Others(Oshi oshi) {
            this.oshi = oshi;
        }

        @Override
        public Collection<String> mounts() {
            if (listing.due()) {
                guard.sweep(List.of("all"));
            }
            return new TreeMap<>(stores).keySet();
        }

        @Override
        public Optional<Space> space(String mount) {
            OSFileStore store = stores.get(mount);
            return store != null && store.updateAttributes()
                    ? Space.of(store.getTotalSpace(), store.getUsableSpace())
                    : Optional.empty();
        }

        @Override
        public void close() {
            guard.close();
        }

        private void list() {
            Map<String, OSFileStore> found = new TreeMap<>();
            oshi.system().getFileSystem().getFileStores().forEach(store -> found.put(store.getMount(), store));
            stores.putAll(found);
            stores.keySet().retainAll(found.keySet());
        }
    }
}
