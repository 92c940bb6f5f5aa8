package io.tidemark;

import io.tidemark.AlertingPeer.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long after something went wrong the message arrives: the files this process has open, counted by the service and,
 * beside it, by Debian's Prometheus, whose Alertmanager tells, at their usual and at their fastest settings. Properties:
 * flips (50) at random phases, usual (3) of them waited for at the usual settings too, which takes most of a minute.
 */
class BreachToWebhookBench {

    private static final int FLIPS = Integer.getInteger("flips", 50);
    private static final int USUAL = Integer.getInteger("usual", 3);

    @TempDir
    private Path directory;

    private final Random random = new Random();
    private final Told ours = new Told("Tidemark");
    private final Told fastest = new Told("Prometheus and Alertmanager, fastest settings");
    private final Told usual = new Told("Prometheus and Alertmanager, usual settings");

    BreachToWebhookBench() throws Exception {}

    @Test
    void breachToWebhook() throws Exception {
        try (OpenFiles files = new OpenFiles();
                AlertingPeer fast = peer("fastest", files, Pace.FASTEST, fastest);
                AlertingPeer slow = peer("usual", files, Pace.USUAL, usual);
                ServiceProcess service = service(files)) {
            TimeUnit.SECONDS.sleep(30);
            for (int flip = 1; flip <= FLIPS; flip++) {
                flip(files, flip, flip <= USUAL ? List.of(ours, fastest, usual) : List.of(ours, fastest));
            }
            List.of(ours, fastest, usual).forEach(Told::print);
        }
    }

    private void flip(OpenFiles files, int number, List<Told> expected) throws Exception {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(expected.contains(usual) ? 15_000 : 1000));
        long opened = files.open(number);
        for (Told one : expected) {
            one.firing.add(one.await(number, "firing", opened));
        }
        TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(1000));
        long shut = files.shut();
        for (Told one : List.of(ours, fastest)) {
            one.resolved.add(one.await(number, "resolved", shut));
        }
    }

    private AlertingPeer peer(String name, OpenFiles files, Pace pace, Told told) throws Exception {
        return AlertingPeer.start(directory.resolve(name), files.exporterPort(), "bench_open_files > " + files.limit(),
                pace, told.receiver.url());
    }

    private ServiceProcess service(OpenFiles files) throws Exception {
        Path pid = Files.writeString(directory.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
        return ServiceProcess.start(directory.resolve("service"), "tidemark.processes.bench.pid-file=" + pid,
                "tidemark.thresholds=files: process.open_files{process=\"bench\"} < " + files.limit(),
                "tidemark.alerts.channels.hook.type=webhook",
                "tidemark.alerts.channels.hook.url=" + ours.receiver.url());
    }

    /** What one of them told, and how long it took, in seconds. */
    private static final class Told {

        private final String name;
        private final WebhookReceiver receiver = new WebhookReceiver();
        private final List<Double> firing = new ArrayList<>();
        private final List<Double> resolved = new ArrayList<>();

        private Told(String name) throws Exception {
            this.name = name;
        }

        /** A peer names the flip; our messages come in the order of the flips. */
        private double await(int flip, String status, long start) throws Exception {
            long deadline = start + TimeUnit.SECONDS.toNanos(120);
            while (System.nanoTime() < deadline) {
                for (WebhookReceiver.Received message : receiver.messages()) {
                    String of = message.body().at("/alerts/0/labels/flip").asString("");
                    if (message.nanos() >= start && message.body().get("status").asString().equals(status)
                            && (of.isEmpty() || of.equals(Integer.toString(flip)))) {
                        return (message.nanos() - start) / 1e9;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            throw new AssertionError(name + " did not tell of '" + status + "' within two minutes");
        }

        private void print() {
            receiver.close();
            System.out.printf("%s, breach to webhook in s:   %s%n", name, Percentiles.of(firing));
            if (!resolved.isEmpty()) {
                System.out.printf("%s, recovery to webhook in s: %s%n", name, Percentiles.of(resolved));
            }
        }
    }
}
