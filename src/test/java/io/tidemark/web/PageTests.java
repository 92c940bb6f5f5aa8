package io.tidemark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page works under its own strict policy: nothing inline, nothing from elsewhere, no text that becomes markup. */
class PageTests {

    private static Shell shell;

    @BeforeAll
    static void start() {
        shell = Shell.start(null, false);
    }

    @AfterAll
    static void stop() {
        shell.close();
    }

    @Test
    void isServedAtTheRoot() throws Exception {
        assertThat(shell.get("/")).startsWith("HTTP/1.1 200").contains("Content-Type: text/html", "<main",
                "aria-live=\"polite\"");
    }

    @Test
    void isServedWhateverIsAccepted() throws Exception {
        for (String accepted : new String[]{"*/*", "application/json", "image/png", "rubbish"}) {
            assertThat(shell.get("/", "Accept: " + accepted)).as(accepted).startsWith("HTTP/1.1 200")
                    .contains("Content-Type: text/html", "<main");
        }
    }

    @Test
    void hasNothingInlineAndNothingFromElsewhere() throws Exception {
        assertThat(page()).doesNotContainIgnoringCase("style=").doesNotContainIgnoringCase("<style")
                .doesNotContainPattern("<script(?![^>]*src=)").doesNotContainPattern("\\son[a-z]+=")
                .doesNotContain("http://", "https://", "//cdn");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileItNamesIsThere(String file) throws Exception {
        assertThat(shell.get("/" + file)).as(file).startsWith("HTTP/1.1 200")
                .containsPattern("Content-Type: (text/css|text/javascript|image/svg\\+xml)");
    }

    @ParameterizedTest
    @MethodSource("files")
    void textNeverBecomesMarkup(String file) throws Exception {
        assertThat(shell.get("/" + file)).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML",
                "document.write", "eval(", "new Function", "https://");
    }

    static Stream<String> files() throws Exception {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> unread = new ArrayDeque<>(all("(?:src|href)=\"([a-z]+\\.(?:js|css|svg))\"", page()).toList());
        while (!unread.isEmpty()) {
            String file = unread.remove();
            if (found.add(file)) {
                all("from '\\./([a-z]+\\.js)'", shell.get("/" + file)).forEach(unread::add);
            }
        }
        assertThat(found).contains("style.css", "app.js", "chart.js");
        return found.stream();
    }

    private static String page() throws Exception {
        return shell.get("/").replaceFirst("(?s).*?\r\n\r\n", "");
    }

    private static Stream<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
    }
}
