package io.tidemark.probe.engine;

import io.tidemark.probe.Programs;
import io.tidemark.probe.TestTomcat;
import io.tidemark.probe.target.HttpRequest;
import io.tidemark.probe.target.HttpRequest.Handling;
import io.tidemark.probe.target.HttpSession;
import io.tidemark.probe.target.Limits;
import io.tidemark.probe.target.Target;
import io.tidemark.probe.target.Targets;
import io.tidemark.probe.workload.HttpExpectation;
import io.tidemark.probe.workload.JsonConditions;
import io.tidemark.probe.workload.Request;
import io.tidemark.probe.workload.StatusSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine adds to an HTTP request: beside a bare loop of the same client, and beside `wrk -c 1` on the same
 * server where that is installed. Prints medians. Properties: operations (20000), rounds (3).
 */
class RequestBench {

    private static final int OPERATIONS = Integer.getInteger("operations", 20_000);
    private static final int ROUNDS = Integer.getInteger("rounds", 3);
    private static final Path WRK = Path.of("/usr/bin/wrk");
    private static final Pattern MEDIAN = Pattern.compile("50%\\s+([0-9.]+)(us|ms)");

    @TempDir
    private Path directory;

    @Test
    void requestBesideABareLoopAndWrk() throws Exception {
        try (TestTomcat server = new TestTomcat(directory, null)) {
            Target target = Targets.parse("url", "bench", server.url(), null, null, false, Limits.USUAL);
            for (int round = 1; round <= ROUNDS; round++) {
                Alternation.Medians medians = Bench.compare(Bench.<HttpSession>workload("request"), target, 1,
                        OPERATIONS, _ -> bare(server.url()), request());
                System.out.printf("round %d, %d operations each, medians: %s; %s%n", round, OPERATIONS, medians,
                        wrk(server.url()));
            }
        }
    }

    private static Request request() {
        return new Request(
                new HttpRequest(HttpRequest.Method.GET, "/", Map.of(), null,
                        new Handling(true, false, 1_000_000, false)),
                new HttpExpectation(StatusSet.parse("status", null), Map.of(), JsonConditions.parse("json", null), null,
                        Optional.empty()));
    }

    /** As the client comes, on a connection of its own. */
    private static Alternation.Bare bare(String url) {
        OkHttpClient client = new OkHttpClient();
        okhttp3.Request request = new okhttp3.Request.Builder().url(url).build();
        return () -> {
            try (Response response = client.newCall(request).execute()) {
                response.body().source().readAll(Okio.blackhole());
                if (response.code() != 200) {
                    throw new IllegalStateException("status " + response.code());
                }
            }
        };
    }

    private static String wrk(String url) throws IOException, InterruptedException {
        if (!Files.isExecutable(WRK)) {
            return "wrk is not installed";
        }
        String said = Programs.run(
                List.of(WRK.toString(), "-c", "1", "-t", "1", "-d", "5s", "--latency", url + "/"));
        Matcher median = MEDIAN.matcher(said);
        if (!median.find()) {
            throw new IllegalStateException("no median in " + said);
        }
        return "wrk " + median.group(1) + " " + median.group(2);
    }
}
