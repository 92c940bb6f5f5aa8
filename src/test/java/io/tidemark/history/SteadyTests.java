package io.tidemark.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.BesideOthers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours of one-second data at 100 times speed: threads and files stay as few as they were, and memory is told. */
@BesideOthers
class SteadyTests {

    private static final double HOURS = Double.parseDouble(System.getProperty("steady.hours", "0.25"));

    @TempDir
    Path data;

    @Test
    void writingForHoursTakesNoMoreThreadsAndFilesThanAtFirst() throws Exception {
        long seconds = (long) (HOURS * Duration.ofHours(1).toSeconds());
        Path said = data.resolve("said");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"),
                "@bin/jvm.options", "-Dlogback.configurationFile=quiet-logback.xml", "-cp",
                System.getProperty("java.class.path"), SteadyWriter.class.getName(), data.toString(),
                Long.toString(seconds)).redirectOutput(said.toFile()).redirectError(data.resolve("errors").toFile())
                .start();
        try {
            assertThat(process.waitFor(300 + 5 * seconds / SteadyWriter.SPEED, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(said);
        assertThat(lines).last().asString().isEqualTo("written %d, pending 0, dropped 0",
                151 * seconds - seconds * 9 / 10);
        check(lines.stream().filter(line -> line.startsWith("at ")).map(Taken::parse).toList());
    }

    private static void check(List<Taken> all) {
        System.out.println("resident in kB each 5 min: " + all.stream().map(Taken::resident).toList());
        // The first is taken before anything has been written.
        List<Taken> steady = all.subList(1, all.size());
        Taken first = steady.getFirst();
        Taken last = steady.getLast();
        System.out.printf("%.2f h at %d times speed: resident %d to %d kB, %+.0f kB an hour over the second half; "
                + "threads %d to %d; files %d to %d%n", HOURS, SteadyWriter.SPEED, first.resident, last.resident,
                slope(steady.subList(steady.size() / 2, steady.size())), first.threads, last.threads, first.files,
                last.files);
        assertThat(steady).allSatisfy(taken -> {
            assertThat(taken.threads).isLessThanOrEqualTo(first.threads + 2);
            assertThat(taken.files).isLessThanOrEqualTo(first.files + 4);
        });
    }

    /** Least squares, in kB an hour. */
    private static double slope(List<Taken> all) {
        double meanSecond = all.stream().mapToLong(Taken::second).average().orElseThrow();
        double meanResident = all.stream().mapToLong(Taken::resident).average().orElseThrow();
        double together = all.stream().mapToDouble(one -> (one.second - meanSecond) * (one.resident - meanResident))
                .sum();
        double spread = all.stream().mapToDouble(one -> Math.pow(one.second - meanSecond, 2)).sum();
        return spread == 0 ? 0 : 3600 * together / spread;
    }

    private record Taken(long second, long resident, long threads, long files) {

        static Taken parse(String line) {
            long[] numbers = Arrays.stream(line.split(" ")).skip(1).mapToLong(Long::parseLong).toArray();
            return new Taken(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    }
}
