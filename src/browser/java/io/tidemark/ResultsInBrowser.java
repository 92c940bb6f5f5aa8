package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of other tools on the page: there from the start, told as they come, judged, and looked into. */
class ResultsInBrowser {

    private static final Path FILES = Path.of("src/test/resources/results");
    private static final String ROW = "#results tr[data-key=checkout]";
    private static final String LIVE = "document.getElementById('connection').dataset.state === 'live'";

    @TempDir
    private static Path directory;

    @Test
    void aResultIsShownAsItComesWithWhatRulesSayOfIt() throws Exception {
        try (RunningService service = RunningService.start(directory.resolve("data"), "tidemark.builtin=false",
                "tidemark.results[0]=checkout", "tidemark.results[1]=shop-tests",
                "tidemark.thresholds[0]=slow: probe.'checkout'.p95 < 100ms",
                "tidemark.thresholds[1]=busy: probe.'checkout'.throughput > 10/s",
                // The JVM of all tests is larger than the service.
                "tidemark.thresholds[2]=roomy: process.resident{process=\"self\"} < 10GB");
                Browser browser = new Browser()) {
            browser.open(service.base());
            browser.until(LIVE);
            assertThat(browser.text(ROW)).contains("No data", "none has come yet");

            send(service, "k6?name=checkout", Files.readString(FILES.resolve("k6-export.json")));
            browser.until("document.querySelector('" + ROW + "').textContent.includes('121 ms')");
            assertThat(browser.text(ROW + " td:first-child")).isEqualTo("checkoutk6");
            assertThat(browser.texts(ROW + " td:nth-child(2) .main")).containsExactly("Succeeded");
            assertThat(browser.texts(ROW + " td:nth-child(9) .main")).as("per second").containsExactly("40");
            assertThat(browser.texts(ROW + " td:nth-child(10) .main")).as("errors").containsExactly("1 %");
            browser.until("document.querySelector('" + ROW
                    + " td:nth-child(3)').textContent === \"Criticalprobe.'checkout'.p95 < 100ms\"");
            browser.until("document.querySelector('#alerts tbody').textContent.includes('slow')");
            browser.until("document.getElementById('overall').dataset.state === 'CRITICAL'");
            assertThat(browser.text("#alerts tbody tr:first-child")).contains("Firing", "slow");

            send(service, "junit?name=shop-tests", Files.readString(FILES.resolve("junit.xml")));
            browser.until(
                    "document.querySelector('#results tr[data-key=shop-tests] .state').textContent === 'Succeeded'");
            assertThat(browser.texts("#results tr[data-key=shop-tests] td:nth-child(3) .main"))
                    .containsExactly("none");

            browser.click(ROW + " button");
            browser.until("document.getElementById('probe-about').textContent === 'result of k6'");
            browser.until("document.querySelectorAll('#runs tbody tr[data-key]').length === 1");
            assertThat(browser.texts("#runs tbody td:nth-child(4) .main")).as("failed").containsExactly("12");
            browser.run("document.getElementById('results-section').scrollIntoView()");
            browser.drawn();
            browser.picture("results");

            send(service, "k6?name=checkout", faster());
            browser.until("document.querySelector('" + ROW + "').textContent.includes('20.5 ms')");
            browser.until("document.querySelector('" + ROW + " td:nth-child(3)').textContent === 'OK2 hold'");
            browser.until("document.querySelectorAll('#runs tbody tr').length === 2");
            browser.until("document.getElementById('overall').dataset.state === 'OK'");
            browser.size(Browser.PHONE);
            browser.run("document.getElementById('results-section').scrollIntoView()");
            browser.picture("results-phone");
            browser.assertQuiet(service.base());
        }
    }

    private static String faster() throws Exception {
        return Files.readString(FILES.resolve("k6-export.json")).replace("120.5", "20.5");
    }

    private static void send(RunningService service, String query, String body) {
        HttpResponse<String> answer = service.send(HttpRequest
                .newBuilder(URI.create(service.base() + "/api/v1/results/" + query))
                .header("Content-Type", "application/" + (body.startsWith("<") ? "xml" : "json"))
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
