package io.tidemark;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus and Alertmanager with one rule over one exporter, telling one webhook. */
final class AlertingPeer implements AutoCloseable {

    private final Process prometheus;
    private final Process alertmanager;

    private AlertingPeer(Process prometheus, Process alertmanager) {
        this.prometheus = prometheus;
        this.alertmanager = alertmanager;
    }

    /** How often they look and how long they gather before they tell. */
    record Pace(String scrape, String evaluation, String groupWait, String groupInterval) {

        /** As their documentation has it. */
        static final Pace USUAL = new Pace("15s", "15s", "30s", "5m");
        /** Readings as often as ours, and told at once. */
        static final Pace FASTEST = new Pace("1s", "1s", "0s", "1s");
    }

    /** @param expression breached where it has a result; each `flip` label is told on its own */
    static AlertingPeer start(Path directory, int exporter, String expression, Pace pace, String webhook)
            throws Exception {
        Files.createDirectories(directory);
        int prometheusPort = ServiceProcess.freePort();
        int alertmanagerPort = ServiceProcess.freePort();
        Path rules = Files.writeString(directory.resolve("rules.yml"), """
                groups:
                  - name: bench
                    rules:
                      - alert: Files
                        expr: %s
                """.formatted(expression));
        Path settings = Files.writeString(directory.resolve("prometheus.yml"), """
                global: { scrape_interval: %s, evaluation_interval: %s }
                rule_files: [ "%s" ]
                alerting: { alertmanagers: [ { static_configs: [ { targets: [ "127.0.0.1:%d" ] } ] } ] }
                scrape_configs: [ { job_name: bench, static_configs: [ { targets: [ "127.0.0.1:%d" ] } ] } ]
                """.formatted(pace.scrape, pace.evaluation, rules, alertmanagerPort, exporter));
        Path routes = Files.writeString(directory.resolve("alertmanager.yml"), """
                route: { receiver: bench, group_by: [ flip ], group_wait: %s, group_interval: %s }
                receivers: [ { name: bench, webhook_configs: [ { url: "%s", send_resolved: true } ] } ]
                """.formatted(pace.groupWait, pace.groupInterval, webhook));
        Process alertmanager = launch(directory, "prometheus-alertmanager", "--config.file=" + routes,
                "--storage.path=" + directory.resolve("alertmanager"), "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:" + alertmanagerPort);
        Process prometheus = launch(directory, "prometheus", "--config.file=" + settings,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + prometheusPort);
        awaitReady(alertmanagerPort);
        awaitReady(prometheusPort);
        return new AlertingPeer(prometheus, alertmanager);
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : List.of(prometheus, alertmanager)) {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private static Process launch(Path directory, String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve(command[0] + ".log").toFile()).start();
    }

    private static void awaitReady(int port) throws Exception {
        for (int i = 0; i < 300; i++) {
            try {
                var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/-/ready").toURL()
                        .openConnection();
                if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
                    return;
                }
            } catch (IOException _) {
                // Not listening yet.
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("nothing was ready at " + port + " within 30 s");
    }
}
