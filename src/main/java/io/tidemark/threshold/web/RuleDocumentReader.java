package io.tidemark.threshold.web;

import io.tidemark.threshold.NestedRules;
import io.tidemark.threshold.NestedRules.Entry;
import io.tidemark.threshold.RuleBook.Wanted;
import io.tidemark.threshold.StoredRule;
import io.tidemark.web.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a document of rules in either shape, or both in one; every complaint names its place. */
final class RuleDocumentReader {

    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final String RULES = "rules";
    private static final String SHAPES = "{\"rules\": [{\"name\": …, \"rule\": …}]} or"
            + " {\"performance_thresholds\": {\"<group>\": {\"<measure>_max_<unit>\": number}}}";

    private final NestedRules nested;

    RuleDocumentReader(NestedRules nested) {
        this.nested = nested;
    }

    /** @throws ProblemException when it is no such document, or two rules have one name */
    List<Wanted> read(byte[] body) {
        JsonNode document = parse(body);
        if (!document.isObject() || document.isEmpty()) {
            throw ProblemException.badRequest("a document of rules is " + SHAPES);
        }
        refuseOthers(document, Set.of(RULES, RuleDocument.NESTED), "");
        List<Wanted> wanted = new ArrayList<>();
        if (document.has(RULES)) {
            plain(document.get(RULES), wanted);
        }
        if (document.has(RuleDocument.NESTED)) {
            groups(document.get(RuleDocument.NESTED), wanted);
        }
        refuseTwins(wanted);
        return wanted;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw ProblemException.badRequest("the document is not JSON: " + e.getOriginalMessage()
                    + (e.getLocation() == null
                            ? ""
                            : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
                                    + ")"));
        }
    }

    private static void plain(JsonNode list, List<Wanted> wanted) {
        if (!list.isArray()) {
            throw ProblemException.badRequest("rules: must be a list of {\"name\": …, \"rule\": …}");
        }
        for (int i = 0; i < list.size(); i++) {
            String where = RULES + "[" + i + "]";
            JsonNode one = list.get(i);
            if (!one.isObject()) {
                throw ProblemException.badRequest(where + ": must be {\"name\": …, \"rule\": …}");
            }
            refuseOthers(one, Set.of("name", "rule"), where + ".");
            wanted.add(new Wanted(new StoredRule(text(one.get("name"), where + ".name"),
                    text(one.get("rule"), where + ".rule")), where + ".rule"));
        }
    }

    private void groups(JsonNode groups, List<Wanted> wanted) {
        refuseNoObject(groups, RuleDocument.NESTED);
        groups.properties().forEach(group -> {
            String where = RuleDocument.NESTED + "." + group.getKey();
            refuseNoObject(group.getValue(), where);
            group.getValue().properties().forEach(entry -> {
                String place = where + "." + entry.getKey();
                if (!entry.getValue().isNumber()) {
                    throw ProblemException.badRequest(place + ": must be a number");
                }
                wanted.add(nested.read(new Entry(group.getKey(), entry.getKey(), entry.getValue().decimalValue()),
                        place));
            });
        });
    }

    private static void refuseNoObject(JsonNode node, String where) {
        if (!node.isObject()) {
            throw ProblemException.badRequest(where + ": must be a group, {…}");
        }
    }

    private static void refuseOthers(JsonNode node, Set<String> known, String where) {
        node.propertyNames().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw ProblemException.badRequest(where + name + ": nobody knows this field; a document of rules is "
                    + SHAPES);
        });
    }

    private static void refuseTwins(List<Wanted> wanted) {
        Map<String, String> places = new HashMap<>();
        for (Wanted one : wanted) {
            String first = places.put(one.rule().name(), one.where());
            if (first != null) {
                throw ProblemException.badRequest(one.where() + ": the name '" + one.rule().name() + "' is given at "
                        + first + " already");
            }
        }
    }

    private static String text(@Nullable JsonNode node, String where) {
        if (node == null || !node.isString() || node.stringValue().isBlank()) {
            throw ProblemException.badRequest(where + ": must be a text");
        }
        return node.stringValue().strip();
    }
}
