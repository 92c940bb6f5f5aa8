package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of an answer: statuses, JSON and patterns, hostile ones included. */
class HttpExpectationTests {

    private static final String BODY = """
            {"items": [{"id": 7, "name": "it's", "price": 1.50, "gone": null, "open": true}],
             "a/b": 1, "": 2, "big": 1e400, "none": []}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"/items/0/id = 7", "/items >= 1", "/items/0 = 5",
            "/none = 0", "/items/0/name = 'it''s'", "/items/0/price = 1.5", "/items/0/gone = null",
            "/items/0/open = true", "/a~1b = 1", "/ = 2", "/items/0/id != 8"})
    void conditionsHold(String condition) {
        assertThat(conditions(condition).broken(BODY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {"/items/0/id = 8", "/items/1 != null", "/nothing = null",
            "/nothing != 1", "/big > 1", "/items/0/name > 1", "/items = 'x'"})
    void conditionsDoNotHold(String condition) {
        assertThat(conditions(condition).broken(BODY)).hasValue("not " + condition);
    }

    @Test
    void hostileJsonIsNone() {
        for (String body : List.of("", "{", "<html>", "[".repeat(100_000), "{\"a\":" + "9".repeat(100_000) + "}")) {
            assertThat(conditions("/a = 1").broken(body)).isPresent();
        }
        assertThat(conditions("/a > 1").broken("{\"a\":1e999999999}")).isPresent();
        assertThat(conditions("/a > 1").broken("{\"a\":1e99999999999}")).isPresent();
        assertThat(conditions("/a = 'x'").broken("{\"a\":\"" + "x".repeat(2_000_000) + "\"}"))
                .hasValue("the body is nested too deeply, or what is looked for in it is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1", "{\"a\":1}}", "{\"a\":1} 2", "{\"a\":1,\"b\":tru}", "", " "})
    void whatIsOnlyJsonInPartIsNone(String body) {
        assertThat(conditions("/a = 1").broken(body)).hasValue("the body is no JSON");
    }

    @Test
    void whatIsNotLookedForTakesNoMemory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String body = "{\"others\":[" + "{},".repeat(300_000) + "{}],\"a\":1}";
        JsonConditions conditions = conditions("/a = 1");
        conditions.broken(body);
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThat(conditions.broken(body)).isEmpty();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(body.length());
    }

    private static JsonConditions conditions(String condition) {
        return JsonConditions.parse("key", List.of(condition));
    }

    @Test
    void aPatternThatWouldTakeForEverIsGivenUp() {
        assertThat(BoundedPattern.parse("key", "(a+)+b").isFoundIn("a".repeat(50_000))).isFalse();
        assertThat(BoundedPattern.parse("key", "(?:a|b)*c").isFoundIn("ab".repeat(500_000))).isFalse();
        assertThat(BoundedPattern.parse("key", "orders: \\d+").isFoundIn("all orders: 12")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"200 | 200 | true", "2xx | 204 | true", "200, 404 | 404 | true",
            "200,3xx | 304 | true", "2xx | 304 | false", "200 | 201 | false"})
    void statusesAreASet(String written, int status, boolean contained) {
        assertThat(StatusSet.parse("key", written).contains(status)).isEqualTo(contained);
    }
}
