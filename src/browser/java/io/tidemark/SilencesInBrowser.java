package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do about an alert on the page: acknowledge it, silence it, end the silence. */
class SilencesInBrowser {

    private static final String ROW = "#alerts tbody tr:first-child";

    @TempDir
    private static Path directory;

    @Test
    void anAlertIsAnsweredOnThePage() throws Exception {
        try (RunningService service = RunningService.start(directory.resolve("data"), "tidemark.builtin=false",
                "tidemark.thresholds[0]=busy: system.load.1m < 0",
                // The JVM of all tests is larger than the service, and this alert is to be the only one.
                "tidemark.thresholds[1]=roomy: process.resident{process=\"self\"} < 10GB");
                Browser browser = new Browser()) {
            browser.open(service.base());
            browser.until("document.querySelector('" + ROW + " td:last-child button:not([hidden])') !== null");
            assertThat(browser.run("return document.getElementById('silences-section').hidden").asBoolean()).isTrue();

            browser.click(ROW + " td:last-child button");
            write(browser, "answer-name", "ann");
            browser.click("#answer button[type=submit]");
            browser.until("document.querySelector('" + ROW + "').textContent.includes('Acknowledged by ann')");
            assertThat(browser.run("return document.getElementById('answer').hidden").asBoolean()).isTrue();

            browser.click(ROW + " td:last-child button");
            write(browser, "answer-comment", "<b>moving</b> disks");
            browser.picture("answer");
            browser.click("#answer-silence");
            browser.until("document.querySelector('" + ROW + " .state').textContent === 'Silenced'");
            browser.until("document.querySelector('#silences tbody').textContent.includes('<b>moving</b> disks')");
            assertThat(browser.text("#thresholds")).contains("Silenced by ann until");
            browser.run("document.getElementById('alerts-section').scrollIntoView()");
            browser.picture("silenced");

            browser.click("#silences tbody button");
            browser.until("document.getElementById('silences-section').hidden");
            browser.until("document.querySelector('" + ROW + " .state').textContent === 'Firing'");
            browser.assertQuiet(service.base());
        }
    }

    private static void write(Browser browser, String field, String text) {
        browser.run("document.getElementById(arguments[0]).value = arguments[1]", field, text);
    }
}
