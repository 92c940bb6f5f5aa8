package io.tidemark.intake;

import io.tidemark.intake.ResultsException.Kind;
import io.tidemark.metric.Excerpt;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON from front to back, so that memory does not grow with it, and names the place of what is wrong. Stands on
 * a value; each reading method takes the whole of it.
 */
final class JsonText {

    private static final int MOST_FIELDS = 10_000;
    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 4096;
    /** The largest number that is taken. */
    static final double MOST = 1e15;
    /** The most figures of all results of one file: each is kept in memory for as long as its name is. */
    private static final int MOST_FIGURES = 20_000;
    /** Names are not kept from file to file: a hostile one would leave thousands. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(100)
                    .maxStringLength(1 << 20).maxNameLength(LONGEST_NAME).build())
            .build();

    private final JsonParser parser;
    private int figures;

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads the one value of a document; nothing may follow it. */
    static <T> T read(Reader text, Function<JsonText, T> value) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonText json = new JsonText(parser);
            json.next();
            T read = value.apply(json);
            if (parser.nextToken() != null) {
                throw json.refused("something follows the end of the document");
            }
            return read;
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (StreamConstraintsException e) {
            throw ResultsException.malformed(place(e.getLocation())
                    + "something is nested deeper than " + DEEPEST + " levels, or a name, number or text is too long");
        } catch (JacksonException e) {
            throw ResultsException.malformed(place(e.getLocation()) + "this is no JSON: "
                    + Excerpt.of(e.getOriginalMessage().split("[:;(]", 2)[0].strip()));
        }
    }

    /** Takes an object; the reader takes the value of each field, whose name it is given. */
    void object(Consumer<String> field) {
        expect(JsonToken.START_OBJECT, "an object");
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (!seen.add(name)) {
                throw refused("the field is there twice");
            }
            if (seen.size() > MOST_FIELDS) {
                throw tooLarge("more than " + MOST_FIELDS + " fields in one object");
            }
            next();
            field.accept(name);
        }
    }

    /** Takes an object of which one field counts. */
    void only(String wanted, Runnable value) {
        object(field -> {
            if (field.equals(wanted)) {
                value.run();
            } else {
                skip();
            }
        });
    }

    /** Takes a list; the reader takes each item. */
    void array(Runnable item) {
        expect(JsonToken.START_ARRAY, "a list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item.run();
        }
    }

    /** Takes a list of results, so many at the most. */
    <T> List<T> list(Supplier<T> item) {
        List<T> items = new ArrayList<>();
        array(() -> {
            if (items.size() == Results.MOST_RESULTS) {
                throw tooLarge("more than " + Results.MOST_RESULTS + " results in one file");
            }
            items.add(item.get());
        });
        return items;
    }

    /** Takes whatever is there. */
    void skip() {
        parser.skipChildren();
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    boolean truth() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrong("true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    String text() {
        expect(JsonToken.VALUE_STRING, "a text");
        return parser.getString();
    }

    /** One of the words of an enumeration, in lower case. */
    <E extends Enum<E>> E oneOf(Class<E> words) {
        String text = text();
        return Arrays.stream(words.getEnumConstants()).filter(word -> inLowerCase(word).equals(text)).findFirst()
                .orElseThrow(() -> refused("'" + Excerpt.of(text) + "' is not known here; allowed are "
                        + Arrays.stream(words.getEnumConstants()).map(JsonText::inLowerCase)
                                .collect(Collectors.joining(", "))));
    }

    private static String inLowerCase(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** A text that results are told apart by. */
    String name() {
        String name = text();
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw refused("a name must have 1 to " + LONGEST_NAME + " letters");
        }
        return name;
    }

    double number() {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrong("a number");
        }
        double value = parser.getDoubleValue();
        if (!(Math.abs(value) <= MOST)) {
            throw refused("the number is too large");
        }
        return value;
    }

    /** A number, or null where the tool writes `null` for one it does not have. */
    @Nullable
    Double numberIfAny() {
        return isNull() ? null : (Double) number();
    }

    /** A time or size, which has no sign. */
    double amount() {
        double value = number();
        if (value < 0) {
            throw refused("must not be negative");
        }
        return value;
    }

    @Nullable
    Double amountIfAny() {
        return isNull() ? null : (Double) amount();
    }

    long count() {
        double value = amount();
        if (value != Math.rint(value)) {
            throw refused("a whole number is expected here");
        }
        return (long) value;
    }

    /** The document is not what it should be, right here. */
    ResultsException refused(String what) {
        return ResultsException.malformed(place() + what);
    }

    /** There is more in the document than is taken, right here. */
    ResultsException tooLarge(String what) {
        return new ResultsException(Kind.TOO_LARGE, place() + what);
    }

    /** One more figure was read. */
    void countFigure() {
        if (++figures > MOST_FIGURES) {
            throw tooLarge("more than " + MOST_FIGURES + " figures in one file");
        }
    }

    private ResultsException wrong(String expected) {
        JsonToken token = parser.currentToken();
        String found = token == JsonToken.VALUE_STRING
                ? "the text \"" + Excerpt.of(parser.getString()) + "\""
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "a list";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_NULL -> "null";
                    case null, default -> "something else";
                };
        return refused(expected + " is expected here, not " + found);
    }

    private void expect(JsonToken token, String words) {
        if (parser.currentToken() != token) {
            throw wrong(words);
        }
    }

    private void next() {
        if (parser.nextToken() == null) {
            throw refused("the file ends too early");
        }
    }

    private String place() {
        String pointer = parser.streamReadContext().pathAsPointer().toString();
        return place(parser.currentTokenLocation()) + (pointer.isEmpty() ? "" : Excerpt.of(pointer) + ": ");
    }

    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }
}
