package io.tidemark;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long after something went wrong the message arrives: a rule on the service's own open files, broken by opening idle
 * connections to it at random phases of its one-second reading.
 */
class BreachToWebhookBench {

    private static final int FLIPS = Integer.getInteger("flips", 50);
    private static final int CONNECTIONS = 60;

    @TempDir
    private Path data;
    private final Random random = new Random();

    @Test
    void breachToWebhook() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            int limit = openFiles() + CONNECTIONS / 2;
            try (ServiceProcess service = ServiceProcess.start(data.resolve("measured"),
                    "tidemark.thresholds=files: process.open_files{process=\"self\"} < " + limit,
                    "tidemark.alerts.channels.hook.type=webhook",
                    "tidemark.alerts.channels.hook.url=" + receiver.url())) {
                TimeUnit.SECONDS.sleep(20);
                List<Double> firing = new ArrayList<>();
                List<Double> closing = new ArrayList<>();
                List<Double> resolved = new ArrayList<>();
                for (int flip = 0; flip < FLIPS; flip++) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
                    int seen = receiver.messages().size();
                    long start = System.nanoTime();
                    List<Socket> idle = open(service.port());
                    firing.add(await(receiver, seen, "firing", start));
                    TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(1000));
                    long closedAt = System.nanoTime();
                    for (Socket socket : idle) {
                        socket.close();
                    }
                    start = heldAgain(service, limit);
                    closing.add((start - closedAt) / 1e9);
                    resolved.add(await(receiver, seen + 1, "resolved", start));
                }
                System.out.println("breach to webhook in s:   " + Percentiles.of(firing));
                System.out.println("closing to recovery in s: " + Percentiles.of(closing));
                System.out.println("recovery to webhook in s: " + Percentiles.of(resolved));
            }
        }
    }

    /** How many files the service has open at rest. */
    private int openFiles() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(data.resolve("at-rest"))) {
            TimeUnit.SECONDS.sleep(20);
            JsonNode samples = new JsonMapper().readTree(service.get("/api/v1/sources/process.self").body())
                    .get("samples");
            for (JsonNode sample : samples) {
                if (sample.get("metric").asString().equals("process.open_files")) {
                    return sample.get("value").asInt();
                }
            }
            throw new AssertionError("no process.open_files in " + samples);
        }
    }

    private static List<Socket> open(int port) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        return sockets;
    }

    /** The instant the condition holds again: the server keeps a closed connection's file for up to a second. */
    private static long heldAgain(ServiceProcess service, int limit) throws Exception {
        Path files = Path.of("/proc", Long.toString(service.pid()), "fd");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            long seen = System.nanoTime();
            try (Stream<Path> open = Files.list(files)) {
                if (open.count() < limit) {
                    return seen;
                }
            }
            if (seen > deadline) {
                throw new AssertionError("the service did not close its connections");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static double await(WebhookReceiver receiver, int seen, String status, long start) throws Exception {
        long deadline = start + TimeUnit.SECONDS.toNanos(30);
        while (receiver.messages().size() <= seen) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no message after 30 s");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        var message = receiver.messages().get(seen);
        if (!message.body().get("status").asString().equals(status)) {
            throw new AssertionError("expected " + status + ", got " + message.body());
        }
        return (message.nanos() - start) / 1e9;
    }
}
