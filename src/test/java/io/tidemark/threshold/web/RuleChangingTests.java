package io.tidemark.threshold.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.threshold.MemoryRuleStore;
import io.tidemark.threshold.RuleBook;
import io.tidemark.threshold.RuleBooks;
import io.tidemark.threshold.StoredRule;
import io.tidemark.web.ApiSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Rules given, changed, removed, exported and imported over REST. */
class RuleChangingTests {

    private static final ApiSettings API = new ApiSettings(null, false);

    private final RuleBook book = RuleBooks.small(new MemoryRuleStore());
    private final MockMvcTester mvc = mvc(book);

    private static MockMvcTester mvc(RuleBook book) {
        return MockMvcTester.create(MockMvcBuilders
                .standaloneSetup(new ThresholdController(RuleBooks.thresholds(book), book, API),
                        new RuleChangesController(book), new RuleTransferController(book, RuleBooks.sources(), API))
                .setControllerAdvice(new RuleProblems()).build());
    }

    @Test
    void aRuleIsCreatedChangedReadAndRemoved() {
        assertThat(put("load", "{\"rule\": \"system.load.1m < 8\"}")).hasStatus(201)
                .hasHeader("Location", "/api/v1/thresholds/load").bodyJson()
                .isLenientlyEqualTo(
                        """
                                {"name": "load", "origin": "STORED", "condition": "system.load.1m < 8", "severity": "CRITICAL"}""");
        assertThat(put("load", "{\"rule\": \"system.load.1m < 8\"}")).hasStatusOk();
        assertThat(put("load", "{\"rule\": \"system.load.1m < 9\"}")).hasStatusOk().bodyJson()
                .extractingPath("$.text").isEqualTo("system.load.1m < 9");
        assertThat(mvc.delete().uri("/api/v1/thresholds/load")).hasStatus(204);
        assertThat(mvc.get().uri("/api/v1/thresholds/system.load.1m.warning")).hasStatusOk();
        assertThat(mvc.get().uri("/api/v1/thresholds/load/changes?limit=2")).hasStatusOk().bodyJson()
                .isLenientlyEqualTo("""
                        {"items": [{"name": "load", "by": "127.0.0.1, without a token", "before": "system.load.1m < 9",
                          "after": null}, {"before": "system.load.1m < 8", "after": "system.load.1m < 9"}]}""")
                .extractingPath("$.next").asString().isNotBlank();
        assertThat(mvc.get().uri("/api/v1/thresholds/changes")).hasStatusOk().bodyJson()
                .extractingPath("$.items.length()").isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            load     | {"rule": "system.lod.1m < 8"}  | 400 | did you mean 'system.load.1m'?
            load     | {}                             | 400 | the field 'rule' is missing
            cpu      | {"rule": "system.load.1m < 8"} | 409 | configured at tidemark.thresholds[0]
            changes  | {"rule": "system.load.1m < 8"} | 400 | an address of its own
            """)
    void whatCannotBeStoredIsRefused(String name, String body, int status, String says) {
        assertThat(put(name, body)).satisfies(answer -> {
            if (answer.getUnresolvedException() == null) {
                assertThat(answer).hasStatus(status).bodyText().contains(says);
            } else { // by the shell, which is not here
                assertThat(answer.getUnresolvedException()).hasMessageContaining(says);
            }
        });
        assertThat(book.stored()).isEmpty();
    }

    @Test
    void whatIsNotStoredIsNotRemoved() {
        assertThat(mvc.delete().uri("/api/v1/thresholds/cpu")).hasStatus(409);
        assertThat(mvc.delete().uri("/api/v1/thresholds/system.load.1m.warning")).hasStatus(409);
    }

    @ParameterizedTest
    @CsvSource({"rules", "nested"})
    void whatIsExportedIsTheSameWhenImported(String format) throws Exception {
        Map.of("load", "system.load.1m < 8 for 1m clear 7 as warning", "orders-read-p95-max",
                "probe.'orders-read'.p95 <= 10ms", "shop-resident-max",
                "process.resident{process=\"shop\"} <= 1.5GB", "named", "named: system.swap.used < 1GB")
                .forEach((name, rule) -> book.put(
                        List.of(new RuleBook.Wanted(new StoredRule(name, rule), "rule")), "me"));
        String document = mvc.get().uri("/api/v1/thresholds/export?format=" + format).exchange().getResponse()
                .getContentAsString();
        RuleBook other = RuleBooks.small(new MemoryRuleStore());

        assertThat(take(mvc(other), document)).hasStatusOk().bodyJson()
                .isEqualTo("{\"created\": 4, \"changed\": 0, \"unchanged\": 0}",
                        org.springframework.test.json.JsonCompareMode.STRICT);
        assertThat(other.stored()).isEqualTo(book.stored());
        assertThat(other.set()).isEqualTo(book.set());
        assertThat(take(mvc, document)).bodyJson().extractingPath("$.unchanged").isEqualTo(4);
        assertThat(document.contains("\"p95_max_ms\":10")).isEqualTo(format.equals("nested"));
    }

    @Test
    void theNestedShapeOfSuitesIsTaken() {
        assertThat(take(mvc, """
                {"performance_thresholds": {"orders-read": {"throughput_min_per_sec": 2000, "p95_max_ms": 10.5},
                 "process": {"resident_max_mb": 10}}}""")).hasStatusOk();
        assertThat(book.stored()).extracting(StoredRule::text).containsExactly("probe.'orders-read'.p95 <= 10.5ms",
                "probe.'orders-read'.throughput >= 2000/s", "process.resident <= 10MB");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"performance_thresholds": {"orders-read": {"p95_max_ms": 1, "speed_max_ms": 1}}} | performance_thresholds.orders-read.speed_max_ms: a probe has no measure 'speed'
            {"performance_thresholds": {"orders-read": {"p95_max_ms": "1"}}}    | performance_thresholds.orders-read.p95_max_ms: must be a number
            {"performance_thresholds": {"orders-read": 1}}                      | performance_thresholds.orders-read: must be a group
            {"performance_thresholds": {"orders-read": {"p95_max_ms": 1, "p95_max_s": 1}}} | the name 'orders-read-p95-max' is given at performance_thresholds.orders-read.p95_max_ms already
            {"rules": [{"name": "a", "rule": "system.load.1m < 1"}, {"name": "b", "rule": "x < 1"}]} | rules[1].rule, column 1: unknown metric 'x'
            {"rules": [{"name": "a", "rule": "system.load.1m < 1"}, {"name": "a", "rule": "system.load.1m < 1"}]} | rules[1].rule: the name 'a' is given at rules[0].rule already
            {"rules": [{"name": "a"}]}                                          | rules[0].rule: must be a text
            {"rules": [{"name": "a", "rule": "x < 1", "for": 1}]}               | rules[0].for: nobody knows this field
            {"rules": {}}                                                       | rules: must be a list
            {"thresholds": []}                                                  | thresholds: nobody knows this field
            {"rules": [}                                                        | the document is not JSON
            {"rules": [], "rules": []}                                          | the document is not JSON
            []                                                                  | a document of rules is
            """)
    void aDocumentIsTakenAsAWholeOrNotAtAll(String document, String says) {
        MvcTestResult answer = take(mvc, document);
        if (answer.getUnresolvedException() == null) {
            assertThat(answer).hasStatus(400).bodyText().contains(says);
        } else {
            assertThat(answer.getUnresolvedException()).hasMessageContaining(says);
        }
        assertThat(book.stored()).isEmpty();
    }

    private MvcTestResult put(String name, String body) {
        return mvc.put().uri("/api/v1/thresholds/" + name).contentType(MediaType.APPLICATION_JSON).content(body)
                .exchange();
    }

    private static MvcTestResult take(MockMvcTester to, String document) {
        return to.post().uri("/api/v1/thresholds/import").contentType(MediaType.APPLICATION_JSON).content(document)
                .exchange();
    }
}
