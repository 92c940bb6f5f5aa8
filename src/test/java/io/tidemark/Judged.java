package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What `/status` owes to the values it tells, whatever they are: a busy machine breaks rules that warn. */
final class Judged {

    private static final Pattern OPERATOR = Pattern.compile(" (<=|>=|<|>) ");

    private Judged() {}

    /** Every rule has a value and says what follows from it; the whole says what follows from those, none critical. */
    static void assertByTheirValues(JsonNode status) {
        List<JsonNode> rules = List.copyOf(status.get("thresholds").values());
        assertThat(rules).isNotEmpty().allSatisfy(Judged::assertByItsValue);
        assertThat(status.get("status").asString()).as(status.toString())
                .isEqualTo(rules.stream().anyMatch(Judged::counts) ? "WARNING" : "OK");
    }

    /** For a line of a rule in `/status`. */
    static void assertByItsValue(JsonNode rule) {
        assertThat(rule.get("value").isNumber()).as(rule.toString()).isTrue();
        assertThat(rule.get("verdict").asString()).as(rule.toString()).isEqualTo(holds(rule) ? "OK" : "BREACHED");
    }

    private static boolean holds(JsonNode rule) {
        double value = rule.get("value").asDouble();
        double limit = rule.get("limit").asDouble();
        Matcher operator = OPERATOR.matcher(rule.get("condition").asString());
        assertThat(operator.find()).as(rule.toString()).isTrue();
        return switch (operator.group(1)) {
            case "<" -> value < limit;
            case "<=" -> value <= limit;
            case ">" -> value > limit;
            default -> value >= limit;
        };
    }

    /** Whether it has been broken for as long as it demands. */
    private static boolean counts(JsonNode rule) {
        return rule.get("verdict").asString().equals("BREACHED") && rule.get("pendingUntil").isNull();
    }
}
