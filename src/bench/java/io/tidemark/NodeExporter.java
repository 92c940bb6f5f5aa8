package io.tidemark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Debian's prometheus-node-exporter, the peer for sampling and scraping. */
final class NodeExporter implements AutoCloseable {

    private final Process process;
    private final Scraper scraper;

    private NodeExporter(Process process, Scraper scraper) {
        this.process = process;
        this.scraper = scraper;
    }

    static NodeExporter start() throws IOException, InterruptedException {
        int port = ServiceProcess.freePort();
        Process process = new ProcessBuilder("prometheus-node-exporter", "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        TimeUnit.SECONDS.sleep(2);
        return new NodeExporter(process, new Scraper("http://127.0.0.1:" + port + "/metrics"));
    }

    long pid() {
        return process.pid();
    }

    Scraper scraper() {
        return scraper;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
