package io.tidemark.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken as one statement of the user, and what is asserted of its answer. */
class QueryTests {

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "select 1;", "select 1 ; ;\n-- and no more; really", "select ';'",
            "select 'it''s; fine'", "select \"a;b\" from t", "select `a;b` from t",
            "select 1 /* ; delete */ + 1;/* ; */",
            "select $$ a $$", "select $tag$ it's $tag$", "select 1 -- ; delete from t\n+ 2", "select 5 # 3",
            "select a$b$c from t", "select E'\\n'", "( select 1 )", "-- why\nselect 1", "/* a */ with x as (select 1)"
                    + " select * from x",
            "select 'unterminated ; ", "values (1), (2)"})
    void oneStatementIsOne(String sql) {
        assertThat(Query.parse("k", sql, null, null, false).statement()).isEqualTo(sql.strip());
    }

    /** Some are two statements to one database only, which is enough. */
    @ParameterizedTest
    @ValueSource(strings = {"select 1; select 2", "select 1;delete from t", "select ';' ; drop table t",
            "select 'a' -- ;\n; drop table t", "select 1 /* /* */ ; drop table t -- */",
            "select 1 /* /* */ */ ; drop table t", "select 'a\\'; drop table t; -- '", "select E'\\'' ; drop table t",
            "select $$ $$; drop table t", "select $a$ ; $b$ ; $a$ ; drop table t", "select 1 # ;\n; drop table t",
            "select 1 # '\n; drop table t -- '", "select \"a\"\"b\"; drop table t", "select 1;/*! drop table t */",
            "select $$ ; $$", "select 1;\u00a0drop table t", "select 1 $x$ $ ; drop table t"})
    void aSecondStatementIsRefusedBeforeAnythingIsSent(String sql) {
        assertThatIllegalArgumentException().isThrownBy(() -> Query.parse("k.sql", sql, null, null, true))
                .withMessageMatching("k\\.sql\\.statement: must be one statement, but a second one begins at character"
                        + " \\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin", "commit", "set role postgres", "call f()", "do $$ begin end $$", "copy t to '/x'",
            "drop table t", "create table t (n int)", "vacuum", "/*! drop table t */", "grant all on t to u", "lock t",
            "  -- only a comment", "(", "prepare x as select 1", "execute x", "selectx"})
    void whatNeitherReadsNorWritesRowsIsNeverRun(String sql) {
        assertThatIllegalArgumentException().isThrownBy(() -> Query.parse("k.sql", sql, null, null, true))
                .withMessageStartingWith("k.sql.statement: must begin with select");
    }

    @Test
    void writingStatementsNeedATargetWithWrites() {
        assertThat(Query.parse("k", "/* x */ Insert into t values (1)", null, null, true).writes()).isTrue();
        assertThat(Query.parse("k", "select 1", null, null, true).writes()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Query.parse("k.sql", "/* x */ Insert into t values (1)", null, null, false))
                .withMessage("k.sql.statement: begins with 'insert', but the target does not allow writes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "NULL", value = {"= 1 | 1 | true",
            "= 1 | 1.00 | true", "== 1 | 2 | false", "!= 1 | 2 | true", "<> 1 | 1 | false", "< 100 | 99.9 | true",
            "<= -1 | -1 | true", "> 0 | 0 | false", ">= 0 | abc | false", ">= 0 | NULL | false", "!= 1 | NULL | false",
            "= 'open' | open | true", "='it''s' | it's | true", "!= 'open' | shut | true", "= 'open' | NULL | false",
            "= '1' | 1 | true", "= null | NULL | true", "!= null | NULL | false", "!= NULL | x | true",
            "= true | t | true", "= TRUE | f | false", "= false | FALSE | true", "!= true | maybe | false",
            "= 99999999999999999999 | 99999999999999999999.0 | true"})
    void anExpectationHoldsOrNot(String written, @Nullable String found, boolean holds) {
        assertThat(Expectation.parse("k", written).holds(found)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "=", "= open", "~ 'x'", "= 'x' or 1", ">= now()", "= 1e400", "=< 1"})
    void aBadExpectationIsOneSentenceWithItsKey(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Query.parse("p.sql", "select 1", null, Map.of("Total", written), false))
                .withMessageStartingWith("p.sql.values.Total: '" + written + "' is not understood; allowed is ");
    }

    @Test
    void whatIsBrokenIsToldWithWhatWasFound() {
        Map<String, @Nullable String> row = new HashMap<>();
        row.put("state", "x".repeat(200));
        row.put("total", null);

        assertThat(broken("state", "= 'open'", row)).contains("column state: expected = 'open', found '" + "x".repeat(
                100) + "…'");
        assertThat(broken("Total", "> 0", row)).contains("column total: expected > 0, found null");
        assertThat(broken("other", "= null", row)).contains("column other: expected = null, found no such column");
        assertThat(broken("state", "= 'open'", null)).contains("column state: expected = 'open', found no row");
        assertThat(broken("total", "= null", row)).isEmpty();
    }

    private static Optional<String> broken(String column, String expected,
            @Nullable Map<String, @Nullable String> row) {
        return Query.parse("k", "select 1", null, Map.of(column, expected), false)
                .broken(new Answer(row == null ? 0 : 1, 0, Optional.ofNullable(row)));
    }

    @Test
    void bytesAreThoseOfUtf8() {
        for (String text : new String[]{"", "abc", "é", "€", "𝄞", "aé€𝄞"}) {
            assertThat(Answer.utf8(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
        assertThat(Answer.utf8(null)).isZero();
    }
}
