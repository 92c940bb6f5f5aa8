package io.tidemark.probe.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.command.Execution.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is seen of a real tree while it runs, which goes on once it was looked at. */
class TreeWatchTests {

    private static final double LARGE = 30e6;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Tells that the memory of some process other than the first one was asked for while it was large. */
    private record Told(Processes processes, long first, CountDownLatch large) implements Processes {

        @Override
        public List<One> all() {
            return processes.all();
        }

        @Override
        public Optional<One> find(long pid) {
            return processes.find(pid);
        }

        @Override
        public Optional<Memory> memory(long pid) {
            Optional<Memory> memory = processes.memory(pid);
            memory.filter(one -> pid != first && one.now() > LARGE).ifPresent(_ -> large.countDown());
            return memory;
        }
    }

    @Test
    void theMemoryOfAChildCounts() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c",
                "(text=$(head -c 30000000 /dev/zero | tr '\\0' x); read end; echo ${#text}); true").start();
        try {
            CountDownLatch large = new CountDownLatch(1);
            Processes processes = new Told(ThisMachine.PROCESSES, process.pid(), large);
            ProcessTree tree = new ProcessTree(processes, processes.find(process.pid()),
                    Mark.ours("web-1", "report", "1"));
            TreeWatch watch = new TreeWatch(tree, processes,
                    new Limits(System.nanoTime() + LONGEST.toNanos(), LONGEST, () -> false));
            Thread watching = Thread.ofPlatform().daemon().start(watch);
            assertThat(large.await(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
            watch.end();
            watching.join();

            assertThat(watch.stop()).isEmpty();
            assertThat(watch.peakMemory().orElseThrow()).isGreaterThan((long) LARGE);
            assertThat(watch.cpuNanos()).isPresent();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
