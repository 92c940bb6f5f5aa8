package io.tidemark.probe.workload;

import java.math.BigDecimal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a text in JSON from front to back for one value in it: a tree of all of it would take many times the memory that
 * the text does.
 */
final class JsonSearch {

    /** Beyond it a number would take pages to write out. */
    private static final int MOST_DIGITS = 100;
    private static final int LONGEST = 1_000_000;
    /** Names are not kept: each answer may bring thousands. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST).build()).build();

    private final JsonParser parser;

    private JsonSearch(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Whether there is a value where the pointer leads to, and it is as wanted.
     *
     * @param wanted takes the value as text: null for null, the number of members of an array or object
     * @throws JacksonException when the text is no JSON, or the value is longer than what is looked at
     */
    static boolean finds(String text, JsonPointer where, Predicate<@Nullable String> wanted) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonSearch search = new JsonSearch(parser);
            parser.nextToken();
            boolean found = search.goTo(where) && wanted.test(search.value());
            search.readOut();
            return found;
        }
    }

    private boolean goTo(JsonPointer where) {
        JsonPointer rest = where;
        while (!rest.matches() && goToMember(rest)) {
            rest = rest.tail();
        }
        return rest.matches() && parser.currentToken() != null;
    }

    /** Goes on to the member of the present value that the first part of a pointer means, or behind all of them. */
    private boolean goToMember(JsonPointer pointer) {
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        if (!object && parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        for (int index = 0; isAtMember(); index++) {
            boolean here = object ? pointer.matchesProperty(parser.currentName()) : pointer.matchesElement(index);
            if (object) {
                parser.nextToken();
            }
            if (here) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    /** Goes on to what comes next within an array or object; false at its end. */
    private boolean isAtMember() {
        JsonToken next = parser.nextToken();
        return next != JsonToken.END_ARRAY && next != JsonToken.END_OBJECT;
    }

    private @Nullable String value() {
        return switch (parser.currentToken()) {
            case START_ARRAY -> Integer.toString(members(1));
            case START_OBJECT -> Integer.toString(members(2));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    /** @param tokens that a member begins with */
    private int members(int tokens) {
        int members = 0;
        while (isAtMember()) {
            if (tokens == 2) {
                parser.nextToken();
            }
            parser.skipChildren();
            members++;
        }
        return members;
    }

    private String number() {
        String written = parser.getString();
        try {
            BigDecimal exact = new BigDecimal(written);
            return Math.abs(exact.scale()) > MOST_DIGITS ? exact.toString() : exact.toPlainString();
        } catch (NumberFormatException _) {
            // Its exponent is beyond all bounds.
            return written;
        }
    }

    /** What comes after the value has to be JSON too, and nothing may follow the end. */
    private void readOut() {
        while (!parser.streamReadContext().inRoot()) {
            parser.nextToken();
        }
        if (parser.currentToken() == null || parser.nextToken() != null) {
            throw new StreamReadException(parser, "not one value");
        }
    }
}
