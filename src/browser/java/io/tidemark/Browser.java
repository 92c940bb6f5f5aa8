package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Chromium of its own that remembers what it asked the network for, what it complained of and what its security
 * policy refused. One that is not installed fails the test.
 */
final class Browser implements AutoCloseable {

    static final Dimension WIDE = new Dimension(1360, 1000);
    static final Dimension PHONE = new Dimension(390, 844);

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path PICTURES = Path.of("target", "screenshots");
    /** No test is about time: what comes at all may come late on a busy machine. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Runs before the page's own scripts: what the policy refuses is told to nobody else. */
    private static final String WITNESS = """
            window.refused = [];
            document.addEventListener('securitypolicyviolation',
              (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
            """;

    private final ChromeDriver driver;
    private final List<Request> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Browser() throws IOException {
        ChromeOptions options = new ChromeOptions().setBinary(executable("chromium"));
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
                "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en",
                "--hide-scrollbars", "--user-data-dir=" + Files.createTempDirectory(Path.of("target"), "chromium"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(executable("chromedriver"))
                .withTimeout(PATIENCE).build(), options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WITNESS));
        size(WIDE);
        // What the browser showed before.
        driver.get("about:blank");
        driver.manage().logs().get(LogType.PERFORMANCE);
    }

    private static File executable(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(folder -> new File(folder, name))
                .filter(File::canExecute).findFirst().orElseThrow(() -> new AssertionError(name
                        + " is not installed; on Debian: apt-get install chromium chromium-driver"));
    }

    /** A window of this size; one as narrow as a phone's behaves as on a phone. */
    void size(Dimension size) {
        command("Emulation.setDeviceMetricsOverride", Map.of("width", size.width, "height", size.height,
                "deviceScaleFactor", 1, "mobile", size.width < 600));
    }

    void dark(boolean dark) {
        command("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Opens the page and returns when the first figures stand. */
    void open(String address) {
        // The same page with another fragment would not be loaded again.
        driver.get("about:blank");
        driver.get(address);
        until("document.body.dataset.loaded !== undefined");
    }

    JsonNode run(String script, Object... arguments) {
        return JSON.valueToTree(driver.executeScript(script, arguments));
    }

    /** The script calls its last argument when it is done. */
    JsonNode runLong(String script, Object... arguments) {
        return JSON.valueToTree(driver.executeAsyncScript(script, arguments));
    }

    /** Waits until an expression of JavaScript is true. */
    void until(String expression) {
        eventually(() -> assertThat(run("return " + expression).asBoolean()).as(expression).isTrue());
    }

    static void eventually(ThrowingRunnable asserted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(asserted);
    }

    /** Notes every change of an element's text in `window[name]`. */
    void note(String name, String selector) {
        run("""
                const seen = window[arguments[0]] = [];
                const element = document.querySelector(arguments[1]);
                new MutationObserver(() => seen.push(element.textContent)).observe(element,
                  { characterData: true, childList: true, subtree: true });""", name, selector);
    }

    /** The text of the first element, exactly as it stands in the document. */
    String text(String selector) {
        return texts(selector).getFirst();
    }

    List<String> texts(String selector) {
        return strings(
                run("return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", selector));
    }

    static List<String> strings(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    void click(String selector) {
        run("document.querySelector(arguments[0]).click()", selector);
    }

    /** The mouse over an element, so far from its left to its right edge. */
    void pointer(String what, String selector, double share) {
        JsonNode box = run("const { x, y, width, height } = document.querySelector(arguments[0])"
                + ".getBoundingClientRect(); return [x + width * arguments[1], y + height / 2]", selector, share);
        boolean held = !what.equals("mouseMoved");
        command("Input.dispatchMouseEvent", Map.of("type", what, "x", box.get(0).asDouble(), "y",
                box.get(1).asDouble(), "button", held ? "left" : "none", "buttons", held ? 1 : 0, "clickCount",
                held ? 1 : 0));
    }

    /** What was asked of the network since the browser was started. */
    List<Request> requests() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = JSON.readTree(entry.getMessage()).get("message");
            if (message.get("method").asString().equals("Network.requestWillBeSent")) {
                JsonNode request = message.at("/params/request");
                requests.add(new Request(request.get("url").asString(),
                        request.get("headers").path("Last-Event-ID").asString("")));
            }
        }
        return List.copyOf(requests);
    }

    record Request(String url, String lastEventId) {

        boolean leaves(String base) {
            return !url.startsWith(base) && !url.startsWith("data:") && !url.startsWith("about:");
        }
    }

    /** What the console has shown since the browser was started. */
    List<String> complaints() {
        driver.manage().logs().get(LogType.BROWSER).forEach(entry -> complaints.add(entry.getMessage()));
        return List.copyOf(complaints);
    }

    /** Nothing on the console, no request to anybody else, nothing the policy refused. */
    void assertQuiet(String base) {
        assertThat(complaints()).as("console").isEmpty();
        assertKeepsToItself(base);
    }

    void assertKeepsToItself(String base) {
        assertThat(strings(run("return window.refused"))).as("refused by the policy").isEmpty();
        assertThat(requests()).as("requests").isNotEmpty().noneMatch(request -> request.leaves(base));
    }

    /** What is in the window, into `target/screenshots`. */
    void picture(String name) throws IOException {
        Files.createDirectories(PICTURES);
        JsonNode picture = JSON.valueToTree(command("Page.captureScreenshot", Map.of("format", "png")));
        Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(picture.get("data").asString()));
    }

    /** The whole page, however long. */
    void wholePicture(String name, Dimension window) throws IOException {
        int height = run("return document.documentElement.scrollHeight").asInt();
        size(new Dimension(window.width, height));
        drawn();
        picture(name);
        size(window);
    }

    /** Every chart near the window has been drawn or says why not. */
    void drawn() {
        until("""
                [...document.querySelectorAll('.chart')].every((chart) => {
                  const { top, bottom } = chart.getBoundingClientRect();
                  return chart.dataset.drawn || top > innerHeight + 500 || bottom < -500 || chart.closest('[hidden]');
                })""");
    }

    Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
