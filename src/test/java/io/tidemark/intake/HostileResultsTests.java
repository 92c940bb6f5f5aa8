package io.tidemark.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.intake.ResultsException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are not what they should be are refused with one sentence that names the place. */
class HostileResultsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hyperfine | {"results":[{"command":"a","times":["1.5"]}]} | line 1, column 37: /results/0/times/0: a number is expected here, not the text "1.5"
            hyperfine | {"results":[{"command":"a","mean":"NaN"}]} | line 1, column 35: /results/0/mean: a number is expected here, not the text "NaN"
            hyperfine | {"results":[{"command":"a","mean":NaN}]} | line 1, column 38: this is no JSON: Non-standard token 'NaN'
            hyperfine | {"results":[{"command":"a","times":[-0.5]}]} | line 1, column 37: /results/0/times/0: must not be negative
            hyperfine | {"results":[{"command":"a","times":[1e999]}]} | line 1, column 37: /results/0/times/0: the number is too large
            hyperfine | {"results":[{"command":"a","times":{}}]} | line 1, column 36: /results/0/times: a list is expected here, not an object
            hyperfine | {"results":[{"command":"a","mean":1,"mean":2}]} | line 1, column 37: /results/0/mean: the field is there twice
            hyperfine | {"results":[{"command":"a","times":[1]},{"command":"a","times":[1]}]} | two results of the file are called 'a'; each name may be there once
            hyperfine | {"results":[{"command":"a","times":[1],"exit_codes":[0,0]}]} | line 1, column 58: /results/0: there are 1 times and 2 exit codes
            hyperfine | {"results":[{"times":[1]}]} | line 1, column 25: /results/0: the result has no field 'command'
            hyperfine | {"results":[{"command":" ","times":[1]}]} | line 1, column 24: /results/0/command: a name must have 1 to 4096 letters
            hyperfine | {"results":[]} | there is no result in the file
            hyperfine | {"results":[{"command":"a","times":[1]}]} 1 | line 1, column 43: something follows the end of the document
            hyperfine | [1] | line 1, column 1: an object is expected here, not a list
            hyperfine | {"results":[{"command":"a" | line 1, column 27: this is no JSON: Unexpected end-of-input
            hyperfine | <html> | line 1, column 1: this is no JSON: Unexpected character
            jmh | [{"benchmark":"a.B.c","mode":"avgt","primaryMetric":{"score":"NaN","scoreUnit":"ns/op"}}] | line 1, column 88: /0: the metric needs a field 'score' with a number that is not negative
            jmh | [{"benchmark":"a.B.c","mode":"avgt","primaryMetric":{"score":1,"scoreUnit":"furlongs"}}] | line 1, column 87: /0: the time of an operation must be in time per operation, such as us/op
            jmh | [{"benchmark":"a.B.c","mode":"thrpt","primaryMetric":{"score":1,"scoreUnit":"ns/op"}}] | line 1, column 85: /0: a throughput must be in operations per time, such as ops/s
            jmh | [{"benchmark":"a.B.c"}] | line 1, column 22: /0: the benchmark lacks one of the fields 'benchmark', 'mode' and 'primaryMetric'
            jmh | [{"benchmark":"a.B.c","mode":"sample","primaryMetric":{"rawDataHistogram":[[[[1,2,3]]]]}}] | line 1, column 83: /0/primaryMetric/rawDataHistogram/0/0/0/2: nothing but a value and its count is expected here
            jmh | [{"benchmark":"a.B.c","mode":"avgt","primaryMetric":{"score":1,"scoreError":-1,"scoreUnit":"ns/op"}}] | line 1, column 77: /0/primaryMetric/scoreError: must not be negative
            jmh | [{"benchmark":"a.B.c","mode":"avgt","primaryMetric":{"score":1,"scorePercentiles":{"50.0":-1}}}] | line 1, column 91: /0/primaryMetric/scorePercentiles/50.0: must not be negative
            jmh | [{"benchmark":"a.B.c","mode":"avgt","primaryMetric":{"score":1,"scorePercentiles":{"50.0":"NaN"}}}] | line 1, column 91: /0/primaryMetric/scorePercentiles/50.0: a number is expected here, not the text "NaN"
            jmh | [{"benchmark":"a.B.c","mode":"avgt","primaryMetric":{"score":1,"rawData":[["NaN"]]}}] | line 1, column 76: /0/primaryMetric/rawData/0/0: a number is expected here, not the text "NaN"
            jmh | [{"benchmark":"a.B.c","mode":"avgt","secondaryMetrics":{"gc":{"score":-1,"scoreUnit":"ms"}}}] | line 1, column 90: /0/secondaryMetrics/gc: a time must not be negative
            k6 | {"metrics":{}} | line 1, column 14: there are no metrics: this is no summary of k6
            k6 | {"metrics":{"a":{"type":"trend","contains":"time","values":{"avg":-1}}}} | line 1, column 70: /metrics/a: a time, size, count or rate must not be negative
            k6 | {"metrics":{"a":{"type":"histogram","values":{"avg":1}}}} | line 1, column 25: /metrics/a/type: 'histogram' is not known here; allowed are counter, gauge, rate, trend
            pytest-benchmark | {"benchmarks":[{"name":"a","stats":{"data":[1,null]}}]} | line 1, column 47: /benchmarks/0/stats/data/1: a number is expected here, not null
            pytest-benchmark | {"datetime":"yesterday"} | line 1, column 13: /datetime: a time such as 2026-11-26T08:00:00Z is expected here, not "yesterday"
            junit | <html/> | line 1, column 8: the outermost element must be testsuites or testsuite, not 'html'
            junit | <testsuite/> | there is no test in the report
            junit | <testsuite><testcase name="a" time="0,5"/></testsuite> | line 1, column 43: the time of test 'a' must be seconds such as 0.25, not '0,5'
            junit | <testsuite><testcase name="a" time="0,123"/></testsuite> | line 1, column 45: the time of test 'a' must be seconds such as 0.25, not '0,123'
            junit | <testsuite><testcase name="a" time="1,234"/></testsuite> | line 1, column 45: the time of test 'a' must be seconds such as 0.25, not '1,234'
            junit | <testsuite><testcase name="a" time="1e99"/></testsuite> | line 1, column 44: the time of test 'a' must be seconds such as 0.25, not '1e99'
            junit | <testsuite><testcase name="a" time="NaN"/></testsuite> | line 1, column 43: the time of test 'a' must be seconds such as 0.25, not 'NaN'
            junit | <testsuite><testcase name="a" time="-1"/></testsuite> | line 1, column 42: the time of test 'a' must be seconds such as 0.25, not '-1'
            junit | <testsuite><testcase name="a" time="1"> | line 1, column 40: the file is no XML or ends too early
            junit | {"results":[]} | line 1, column 1: the file is no XML or ends too early
            gatling | {} | there is no format 'gatling' of results; allowed are hyperfine, jmh, junit, k6, pytest-benchmark
            hyperfin | {} | there is no format 'hyperfin' of results; allowed are hyperfine, jmh, junit, k6, pytest-benchmark; did you mean 'hyperfine'?
            """)
    void isRefusedWithThePlace(String format, String file, String sentence) {
        assertThatThrownBy(() -> Files.parse(format, file)).isInstanceOf(ResultsException.class).hasMessage(sentence);
    }

    @Test
    void documentTypesAreRefusedAndNothingOutsideIsRead() {
        String laughs = """
                <?xml version="1.0"?><!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
                <testsuite><testcase name="&b;" time="1"/></testsuite>""";
        String outside = """
                <!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <testsuite><testcase name="&x;" time="1"/></testsuite>""";
        String remote = """
                <!DOCTYPE t SYSTEM "http://127.0.0.1:9/t.dtd"><testsuite><testcase name="a" time="1"/></testsuite>""";
        for (String file : List.of(laughs, outside, remote)) {
            assertThat(refusal("junit", file).sentence()).startsWith("line 1").contains("a document type is not taken");
        }
        assertThat(refusal("junit", "<testsuite><testcase name=\"&x;\" time=\"1\"/></testsuite>").sentence())
                .contains("no XML");
    }

    @Test
    void packedAndForeignTextIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(Files.bytes("jmh.json"));
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zipped)) {
            out.putNextEntry(new ZipEntry("jmh.json"));
        }
        assertThat(refusal("jmh", packed.toByteArray()).sentence())
                .isEqualTo("the file is compressed; send it unpacked");
        assertThat(refusal("jmh", zipped.toByteArray()).sentence())
                .isEqualTo("the file is compressed; send it unpacked");
        assertThat(refusal("jmh", "\uFEFF[]".getBytes(StandardCharsets.UTF_16LE)).sentence())
                .isEqualTo("the file is UTF-16; send it in UTF-8");
        assertThat(refusal("jmh", new byte[0]).sentence()).isEqualTo("the file is empty");
        assertThat(refusal("junit", "<testsuite name=\"é\"/>".getBytes(StandardCharsets.ISO_8859_1)).sentence())
                .isEqualTo("byte 18 of the file is not UTF-8; send it in UTF-8");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(refusal("jmh", "[{\"x\":" + "[".repeat(100_000)).sentence()).contains("64 levels");
        assertThat(refusal("hyperfine", "{\"x\":" + "[".repeat(100_000)).sentence()).contains("64 levels");
        assertThat(refusal("junit", "<testsuite>".repeat(100_000)).sentence()).contains("64 levels");
    }

    @Test
    void moreThanIsTakenIsTooLarge() {
        String command = "{\"command\":\"%d\",\"times\":[1]}";
        StringBuilder many = new StringBuilder("{\"results\":[" + command.formatted(0));
        for (int i = 1; i <= Results.MOST_RESULTS; i++) {
            many.append(',').append(command.formatted(i));
        }
        assertThat(refusal("hyperfine", many + "]}").kind()).isEqualTo(Kind.TOO_LARGE);
        StringBuilder fields = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 20_000; i++) {
            fields.append(",\"").append(i).append("\":1");
        }
        assertThat(refusal("k6", fields + "}").kind()).isEqualTo(Kind.TOO_LARGE);
        String tag = "<testsuite><testcase name=\"" + ">".repeat(2_000_000) + "\" time=\"1\"/></testsuite>";
        assertThat(refusal("junit", tag).kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal("junit", "<testsuite><!--" + "-x".repeat(1_000_000) + "--></testsuite>").kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    /** They stay in memory for as long as their names do. */
    @Test
    void moreFiguresThanAreTakenAreTooLarge() {
        assertThat(refusal("jmh", benchmarks(1, 2_000)).sentence()).contains("more than 2000 figures");
        assertThat(Files.parse("jmh", benchmarks(11, 1_800))).hasSize(11);
        ResultsException refusal = refusal("jmh", benchmarks(12, 1_800));
        assertThat(refusal.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal.sentence()).startsWith("line 1, column ").endsWith(": more than 20000 figures in one file");
    }

    private static String benchmarks(int benchmarks, int secondaries) {
        String more = IntStream.range(0, secondaries).mapToObj(i -> "\"s%d\":{\"score\":1}".formatted(i))
                .collect(Collectors.joining(","));
        return IntStream.range(0, benchmarks)
                .mapToObj(
                        i -> "{\"benchmark\":\"a.B.c%d\",\"mode\":\"thrpt\",\"primaryMetric\":{\"score\":1,\"scoreUnit\":\"ops/s\"},"
                                .formatted(i) + "\"secondaryMetrics\":{" + more + "}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** The parser asks for a single character where its buffer ends, and that may be half of one. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aCharacterOfFourBytesAtTheEndOfTheParsersBufferIsNoMatter() {
        String text = "<testsuite><testcase name=\"a\" time=\"1\"/>";
        for (int length = 16_300; length < 16_400; length++) {
            assertThat(Files.parse("junit", text + "a".repeat(length) + "<![CDATA[\uD83D\uDE00]]></testsuite>"))
                    .hasSize(1);
            String broken = text + "a".repeat(length) + "<![CDATA\uD83D\uDE00";
            assertThat(refusal("junit", broken).sentence()).contains("the file is no XML");
        }
    }

    @Test
    void aLongOutputInAReportIsNoMatter() {
        String output = "a &lt; b &amp;&amp; b &gt; c\n".repeat(200_000);
        assertThat(Files.parse("junit", "<testsuite><testcase name=\"a\" time=\"1\"/><system-out>" + output
                + "</system-out><system-err><![CDATA[" + output + "]]></system-err></testsuite>")).hasSize(1);
    }

    /** Endless ones too: what is read is bounded, not what is sent. */
    @Test
    void aFileThatNeverEndsIsTooLarge() {
        assertThat(endless("hyperfine", "{\"results\":[{\"command\":\"a\",\"x\":[", "1,").kind())
                .isEqualTo(Kind.TOO_LARGE);
        assertThat(endless("junit", "<testsuite><system-out><![CDATA[", "more ").kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(endless("junit", "<testsuite>", "more ").kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(endless("pytest-benchmark", "", " ").kind()).isEqualTo(Kind.TOO_LARGE);
    }

    private static ResultsException endless(String format, String start, String again) {
        byte[] piece = again.repeat(1_000).getBytes(StandardCharsets.UTF_8);
        InputStream more = new SequenceInputStream(
                Collections.enumeration(
                        IntStream.range(0, 20_000).mapToObj(_ -> new ByteArrayInputStream(piece)).toList()));
        InputStream file = new SequenceInputStream(new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)),
                more);
        return catchThrowableOfType(ResultsException.class, () -> Results.parse(format, file));
    }

    private static ResultsException refusal(String format, String file) {
        return refusal(format, file.getBytes(StandardCharsets.UTF_8));
    }

    private static ResultsException refusal(String format, byte[] file) {
        ResultsException refusal = catchThrowableOfType(ResultsException.class, () -> Results.parse(format, file));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
