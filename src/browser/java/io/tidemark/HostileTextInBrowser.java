package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.probe.TestRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/** Whatever a name or an error text holds, the page shows it as text, letter for letter. */
class HostileTextInBrowser {

    /** Anything of these that becomes markup would set `window.hostile`, or add an element to the page. */
    private static final List<String> STRINGS = List.of("<script>window.hostile=1</script>",
            "<img src=x onerror=window.hostile=1>", "<svg onload=window.hostile=1>", "<svg/onload=window.hostile=1>",
            "<svg><script>window.hostile=1</script></svg>", "\"><script>window.hostile=1</script>",
            "'><img src=x onerror=window.hostile=1>", "</td></tr></table><script>window.hostile=1</script>",
            "</span><iframe srcdoc='<script>parent.hostile=1</script>'>", "<iframe src=javascript:parent.hostile=1>",
            "<a href=javascript:window.hostile=1>here</a>", "javascript:window.hostile=1",
            "\" onmouseover=\"window.hostile=1\" x=\"", "' onfocus='window.hostile=1' autofocus='",
            "<body onload=window.hostile=1>", "<details open ontoggle=window.hostile=1>",
            "<video><source onerror=window.hostile=1></video>", "<audio src=x onerror=window.hostile=1>",
            "<input autofocus onfocus=window.hostile=1>", "<select autofocus onfocus=window.hostile=1>",
            "<marquee onstart=window.hostile=1>", "<object data=javascript:window.hostile=1>",
            "<embed src=javascript:window.hostile=1>", "<link rel=stylesheet href=//elsewhere.invalid/x.css>",
            "<style>*{display:none}</style>", "<base href=//elsewhere.invalid/>",
            "<meta http-equiv=refresh content=0;url=//elsewhere.invalid/>",
            "<form action=//elsewhere.invalid/><button>",
            "<math><mtext></form><form><mglyph><style></math><img src onerror=window.hostile=1>",
            "<noscript><p title=\"</noscript><img src=x onerror=window.hostile=1>\">", "<!--<img src=--><img src=x>",
            "<![CDATA[<script>window.hostile=1</script>]]>", "<template><script>window.hostile=1</script></template>",
            "&lt;script&gt;window.hostile=1&lt;/script&gt;", "&#60;img src=x onerror=window.hostile=1&#62;",
            "&amp;&nbsp;&",
            "\\u003cscript\\u003ewindow.hostile=1\\u003c/script\\u003e", "%3Cscript%3Ewindow.hostile=1%3C/script%3E",
            "${window.hostile=1}", "{{window.hostile=1}}", "`;window.hostile=1;`", "');window.hostile=1;//",
            "\";window.hostile=1;//", "__proto__", "constructor", "../../../etc/passwd", "a\nb\tc\u0000d\u001b[31me",
            "\u202egnp.exe\u202c", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \ud83d\udca5 z\u0300\u0301\u0302",
            "W".repeat(600));

    private static final int TOGETHER = 5;

    private static final List<String> PLACES = List.of("#instance", "#overall-reason", "#probe-name", "#probe-about",
            "#probe-reason", "#thresholds td:nth-child(2) .main", "#thresholds td:nth-child(2) .detail",
            "#thresholds tr:first-child td:nth-child(5) .main", "#alerts td:nth-child(2) .main",
            "#alerts td:nth-child(3) .main", "#probes td:first-child .main", "#probes td:first-child .detail",
            "#probes tr:first-child td:nth-child(2) .detail", "#runs tr:first-child td:nth-child(2) .detail",
            "#runs tr:first-child td:nth-child(4) .detail", "#sources td:first-child .main",
            "#process-charts .chart-legend .name", "[data-chart=swap] .chart-empty", "#service div:first-child .value",
            "#token-reason");

    /** Places where something else stands in front. */
    private static final List<String> INSIDE = List.of("#alerts td:nth-child(2) .detail",
            "#service dt:not(:first-child), #service div:last-child dt",
            "#probe-charts .chart-legend li:last-child .name");

    private static final String ELEMENTS = """
            const counts = {};
            document.querySelectorAll('*').forEach(({ localName }) => {
              if (!['tr', 'td', 'span', 'i', 'b', 'li', 'svg', 'path', 'button', 'div', 'canvas', 'dt', 'dd'].includes(localName)) {
                counts[localName] = (counts[localName] ?? 0) + 1;
              }
            });
            return JSON.stringify(counts, Object.keys(counts).sort());""";

    @TempDir
    private static Path directory;
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(directory.resolve("data"), "tidemark.builtin=true",
                // It answers and refuses: a target that does not answer would be left alone, and its probe be skipped.
                "tidemark.targets.nobody.url=redis://127.0.0.1:" + TestRedis.shared().port(),
                "tidemark.probes.nobody-home.target=nobody",
                "tidemark.probes.nobody-home.workload=get", "tidemark.probes.nobody-home.every=1s",
                "tidemark.probes.nobody-home.thresholds=p95 < 10ms",
                "tidemark.alerts.channels.on-call.type=webhook",
                "tidemark.alerts.channels.on-call.url=http://127.0.0.1:1/");
        Browser.eventually(() -> {
            assertThat(service.json("/api/v1/alerts").at("/items").valueStream()
                    .map(alert -> alert.get("state").asString())).contains("FIRING");
            assertThat(service.source("builtin-cache-get").at("/outcome").asString()).isEqualTo("SUCCEEDED");
        });
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyNameAndEveryTextIsShownAsText() throws Exception {
        assertThat(STRINGS).hasSize(50).doesNotHaveDuplicates();
        try (HostileProxy proxy = new HostileProxy(service.base()); Browser browser = new Browser()) {
            browser.size(new Dimension(1360, 3000));
            show(proxy, browser, "");
            String harmless = browser.run(ELEMENTS).asString();
            // Several at a time, because each place must show them letter for letter, whatever stands beside them.
            for (int i = 0; i < STRINGS.size(); i += TOGETHER) {
                String text = String.join("", STRINGS.subList(i, i + TOGETHER));
                show(proxy, browser, text);
                Browser.eventually(() -> {
                    assertShown(browser, text);
                    assertThat(browser.run(ELEMENTS).asString()).as(text).isEqualTo(harmless);
                });
                assertThat(browser.run("return window.hostile === undefined").asBoolean()).as(text).isTrue();
                assertThat(Browser.strings(browser.run("return window.refused"))).as(text).isEmpty();
            }
            assertThat(browser.complaints()).as("but for what was refused on purpose")
                    .noneMatch(line -> !line.contains("Failed to load resource"));
            browser.assertKeepsToItself(proxy.base());
        }
    }

    private static void show(HostileProxy proxy, Browser browser, String text) {
        proxy.say(text);
        browser.open(proxy.base() + "/");
        // Long texts make a long page, and a chart is drawn when it comes near.
        for (String part : List.of("probe", "host-charts", "process-charts")) {
            browser.run("document.getElementById(arguments[0]).scrollIntoView()", part);
            browser.drawn();
        }
        browser.until("document.querySelectorAll('#runs tbody tr').length > 1");
        browser.click("#probes tr:first-child td:last-child button");
        browser.until("!document.getElementById('token-form').hidden");
    }

    private static void assertShown(Browser browser, String text) {
        for (String place : PLACES) {
            assertThat(browser.texts(place)).as(place + " with " + text).isNotEmpty()
                    .allMatch(shown -> shown.isEmpty() || shown.contains(text)).anyMatch(shown -> shown.contains(text));
        }
        for (String place : INSIDE) {
            assertThat(browser.texts(place)).as(place + " with " + text).anyMatch(shown -> shown.contains(text));
        }
    }

    @Test
    void theTextOfAServersErrorComesThroughAsItWasSaid() throws Exception {
        String said = "<img src=x onerror=window.hostile=1> & <b>no</b>";
        try (ServerSocket redis = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseAll(redis, "ERR " + said));
            try (RunningService other = RunningService.start(directory.resolve("other"),
                    "tidemark.targets.odd.url=redis://127.0.0.1:" + redis.getLocalPort(),
                    "tidemark.probes.odd-get.target=odd", "tidemark.probes.odd-get.workload=get",
                    "tidemark.probes.odd-get.every=1s"); Browser browser = new Browser()) {
                Browser.eventually(
                        () -> assertThat(other.source("odd-get").at("/reason").asString()).contains(said));
                browser.open(other.base());
                browser.until("document.getElementById('probe-reason').textContent !== ''");
                assertThat(browser.text("#probe-reason")).contains(said);
                assertThat(browser.run("return window.hostile === undefined").asBoolean()).isTrue();
                browser.assertQuiet(other.base());
            }
        }
    }

    /** A Redis that answers every line it is sent with an error. */
    private static void refuseAll(ServerSocket server, String error) {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> refuse(client, error));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private static void refuse(Socket client, String error) {
        try (client) {
            var commands = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                if (line.startsWith("*")) {
                    client.getOutputStream().write(("-" + error + "\r\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException _) {
            // The probe has had enough.
        }
    }
}
