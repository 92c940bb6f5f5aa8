package io.tidemark.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.sampling.Volumes.Space;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
class FilesystemSamplerTests {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Turned clock = new Turned();

    @Test
    void oneThatDoesNotAnswerIsLeftOutAndBlocksNothing() {
        Answering volumes = new Answering("/", "/mnt/dead", "/srv");
        volumes.block("/mnt/dead", Thread.currentThread());
        try (FilesystemSampler sampler = new FilesystemSampler(volumes, clock, LONG)) {
            assertThat(tick(sampler)).containsKeys("system.filesystem.size{mountpoint=\"/\"}")
                    .doesNotContainKey("system.filesystem.size{mountpoint=\"/mnt/dead\"}");
            assertThat(Thread.interrupted()).as("given up").isTrue();
            // From now on the dead one is not waited for at all.
            assertThat(tick(sampler)).hasSize(4).containsKey("system.filesystem.size{mountpoint=\"/srv\"}");
            assertThat(volumes.asked("/mnt/dead")).isEqualTo(1);

            volumes.release("/mnt/dead");
            Awaitility.await().untilAsserted(() -> assertThat(tick(sampler)).hasSize(6));
        }
    }

    @Test
    void anOldAnswerIsNotShownAgain() {
        Answering volumes = new Answering("/", "/data");
        try (FilesystemSampler sampler = new FilesystemSampler(volumes, clock, LONG)) {
            assertThat(tick(sampler)).hasSize(4);
            volumes.silent.add("/data");

            assertThat(tick(sampler)).hasSize(2);
        }
    }

    @Test
    void oneThatIsUnmountedIsGone() {
        Answering volumes = new Answering("/", "/data");
        try (FilesystemSampler sampler = new FilesystemSampler(volumes, clock, LONG)) {
            assertThat(tick(sampler)).hasSize(4);
            volumes.mounts = List.of("/");

            assertThat(tick(sampler)).containsOnlyKeys("system.filesystem.size{mountpoint=\"/\"}",
                    "system.filesystem.available{mountpoint=\"/\"}");
        }
    }

    @Test
    void manyMountsMakeABoundedNumberOfSeries() {
        Answering volumes = new Answering(IntStream.range(0, 500).mapToObj(i -> "/m" + i).toArray(String[]::new));
        try (FilesystemSampler sampler = new FilesystemSampler(volumes, clock, LONG)) {
            assertThat(tick(sampler)).hasSize(64);
        }
    }

    @Test
    void aFullOneHasNothingAvailableAndOneWithoutSizeIsNone() {
        assertThat(Space.of(10, 0)).contains(new Space(10, 0));
        assertThat(Space.of(0, 0)).isEmpty();
    }

    @Test
    void keepsOneMountPointForEachDeviceThatHoldsData() {
        assertThat(Volumes.Kernel.parse("""
                22 27 0:21 / /proc rw,relatime - proc proc rw
                25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
                28 1 8:1 / / rw - ext4 /dev/sda1 rw
                29 28 8:1 /etc/hosts /etc/hosts rw - ext4 /dev/sda1 rw
                30 28 8:17 / /my\\040data rw - xfs /dev/sdb1 rw
                31 28 0:50 / /mnt/share rw - nfs4 server:/export rw
                32 28 0:51 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
                33 28 7:0 / /snap/core/1 ro - squashfs /dev/loop0 ro
                34 28 0:60 /@ /btrfs rw master:1 shared:2 - btrfs /dev/sdc rw
                35 28 0:61 /@home /btrfs/home rw - btrfs /dev/sdc rw
                nonsense
                36 - ext4
                """)).containsExactly("/", "/btrfs", "/mnt/share", "/my data");
    }

    @Test
    void inAContainerTheOverlayIsTheRoot() {
        assertThat(Volumes.Kernel.parse("""
                600 500 0:70 / / rw,relatime - overlay overlay rw,lowerdir=/x
                601 600 8:1 /d/hostname /etc/hostname rw - ext4 /dev/sda1 rw
                602 600 8:1 /volumes/d /data rw - ext4 /dev/sda1 rw
                """)).containsExactly("/", "/data");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsTheTruthAboutThisMachine() {
        try (FilesystemSampler sampler = new FilesystemSampler(new Volumes.Kernel(Procfs.KERNEL), System::nanoTime,
                LONG)) {
            assertThat(Taken.from(sampler)).containsEntry("system.filesystem.size{mountpoint=\"/\"}",
                    (double) new File("/").getTotalSpace());
        }
    }

    @Test
    void otherSystemsAreReadThroughOshi() {
        try (FilesystemSampler sampler = new FilesystemSampler(new Volumes.Others(new Oshi()), System::nanoTime,
                LONG)) {
            Awaitility.await().untilAsserted(() -> assertThat(Taken.from(sampler)).isNotEmpty());
        }
    }

    private Map<String, Double> tick(FilesystemSampler sampler) {
        clock.forward(Duration.ofSeconds(1));
        return Taken.from(sampler);
    }

    /** Volumes that answer, stay silent or block as told. */
    private static final class Answering implements Volumes {

        private final Map<String, Blocked> blocked = new ConcurrentHashMap<>();
        private final Map<String, Integer> asked = new ConcurrentHashMap<>();
        private final Set<String> silent = ConcurrentHashMap.newKeySet();
        private List<String> mounts;

        Answering(String... mounts) {
            this.mounts = List.of(mounts);
        }

        @Override
        public List<String> mounts() {
            return mounts;
        }

        @Override
        public Optional<Space> space(String mount) {
            asked.merge(mount, 1, Integer::sum);
            Blocked reader = blocked.get(mount);
            if (reader != null) {
                reader.await();
            }
            return silent.contains(mount) ? Optional.empty() : Optional.of(new Space(100, 40));
        }

        void block(String mount, Thread waiting) {
            blocked.put(mount, new Blocked(waiting, new CountDownLatch(1)));
        }

        void release(String mount) {
            Blocked reader = blocked.remove(mount);
            if (reader != null) {
                reader.end.countDown();
            }
        }

        int asked(String mount) {
            return asked.getOrDefault(mount, 0);
        }
    }

    /** Whoever waits for what is blocked gives up once it is, and no sooner. */
    private record Blocked(Thread waiting, CountDownLatch end) {

        void await() {
            waiting.interrupt();
            try {
                assertThat(end.await(5, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
