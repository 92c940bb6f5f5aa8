package io.tidemark.collect.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.intake.Figure;
import io.tidemark.intake.Imported;
import io.tidemark.metric.Distribution;
import io.tidemark.metric.Metric;
import io.tidemark.metric.Metric.Better;
import io.tidemark.metric.Names;
import io.tidemark.metric.Sources;
import io.tidemark.metric.Unit;
import io.tidemark.web.ProblemException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What results are called becomes names of probes. */
class ResultNamingTests {

    private final ResultNaming naming = new ResultNaming(new Sources(List.of()));

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            nightly | Cart.add(10) | nightly-cart-add-10
            -       | Cart.add(10) | cart-add-10
            checkout | ''          | checkout
            -       | ./build --x  | build-x
            -       | 10 things    | r-x4b155ac0-10-things
            -       | builtin-x    | r-x67f55f22-builtin-x
            nightly | 試験         | nightly-xf7099c42
            """)
    void namesAreMadeOf(@Nullable String given, String told, String name) {
        assertThat(names(given, told)).containsExactly(name);
    }

    @Test
    void aLongNameKeepsItsEndAndStaysItself() {
        String told = "tests/performance/test_shop_with_many_words.py::test_add_";
        List<String> names = names("nightly", told + "10", told + "20");
        assertThat(names).doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(Names.check("name", name)).hasSizeLessThan(64))
                .first().asString().matches("nightly-x[0-9a-f]{8}-.*test-add-10");
        assertThat(names("nightly", told + "10", told + "20")).isEqualTo(names);
    }

    @Test
    void namesAreBounded() {
        String[] many = IntStream.range(0, 999).mapToObj(i -> "a" + i).toArray(String[]::new);
        assertThat(names(null, many)).hasSize(999);
        assertThat(names(null, many)).hasSize(999);
        assertThatThrownBy(() -> names(null, "b1", "b2")).hasMessageContaining("more than 1000");
        assertThat(names(null, "b1")).hasSize(1);
    }

    @Test
    void theirFiguresAreBoundedToo() {
        for (int i = 0; i < 25; i++) {
            naming.of(null, "k6", List.of(result("a" + i, 2_000)));
        }
        assertThatThrownBy(() -> naming.of(null, "k6", List.of(result("b", 1)))).isInstanceOf(ProblemException.class)
                .hasMessageContaining("more than 50000 figures");
        assertThat(naming.of(null, "k6", List.of(result("a0", 1_999), result("b", 1)))).hasSize(2);
    }

    private static Imported result(String name, int figures) {
        Metric metric = Metric.gauge("probe.x", Unit.ONE, Better.NEITHER, "Any");
        return new Imported(name, null, Duration.ZERO, Distribution.EMPTY, Map.of(),
                Collections.nCopies(figures, new Figure(metric, 1)), List.of());
    }

    private List<String> names(@Nullable String given, String... told) {
        return naming.of(given, "k6", Stream.of(told).map(name -> new Imported(name, null, Duration.ZERO,
                Distribution.EMPTY, Map.of(), List.of(), List.of())).toList());
    }
}
