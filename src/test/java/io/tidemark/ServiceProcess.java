package io.tidemark;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The packaged service as a process of its own, with the flags people start it with; what it says goes to
 * `target/service.log`.
 */
public final class ServiceProcess implements AutoCloseable {

    /** The first start after a build unpacks the service and makes its cache. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Process process;
    private final int port;
    private final Duration launchToReady;

    private ServiceProcess(Process process, int port, long launched) throws InterruptedException {
        this.process = process;
        this.port = port;
        awaitReady();
        this.launchToReady = Duration.ofNanos(System.nanoTime() - launched);
    }

    /** Through the launcher, which takes its time with the first start after a build. */
    public static ServiceProcess start(Path data, String... settings) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(
                List.of("bin/tidemark", "--server.port=" + port, "--tidemark.data=" + data));
        Arrays.stream(settings).map(setting -> "--" + setting).forEach(command::add);
        long launched = System.nanoTime();
        return new ServiceProcess(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(new File("target/service.log"))).start(), port, launched);
    }

    Duration launchToReady() {
        return launchToReady;
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send("POST", path);
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
        http.close();
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (get("/readyz").statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // Not listening yet; another process cannot be waited for in any other way.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        boolean ended = !process.isAlive();
        process.destroyForcibly();
        throw new AssertionError("the service " + (ended ? "ended" : "was not ready within " + PATIENCE));
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30)).header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    /** Below what the system hands out by itself, so that no connection takes it before its server does. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port)) {
                return port;
            } catch (IOException _) {
                // Somebody's.
            }
        }
    }
}
