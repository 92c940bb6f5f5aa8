package io.tidemark.intake;

import io.tidemark.metric.ClassesBeside;
import io.tidemark.metric.Excerpt;
import io.tidemark.metric.Nearest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what other tools measured. Pure: keeps nothing, asks nobody; memory does not grow with the file. */
public final class Results {

    /** The largest file that is taken. */
    public static final int MOST_BYTES = 16 << 20;
    /** The most results of one file. */
    public static final int MOST_RESULTS = 1_000;

    private static final SortedMap<String, ResultsFormat> FORMATS = formatsBeside();

    private Results() {}

    /** Names of the formats that can be read. */
    public static SortedSet<String> formats() {
        return new TreeSet<>(FORMATS.keySet());
    }

    /**
     * Reads a file, one result for each benchmark in it, in its order; their names differ.
     *
     * @param file is read to its end or to what is wrong with it, and not closed
     * @throws ResultsException when there is no such format, or the file is not taken
     * @throws IOException when the file cannot be read
     */
    public static List<Imported> parse(String format, InputStream file) throws IOException {
        ResultsFormat known = known(format);
        try {
            return checked(known.read(new PlainText(file)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Makes sure that there is such a format.
     *
     * @throws ResultsException when there is none, with those there are
     */
    public static void check(String format) {
        ResultsFormat _ = known(format);
    }

    private static ResultsFormat known(String format) {
        ResultsFormat known = FORMATS.get(format);
        if (known == null) {
            throw new ResultsException(ResultsException.Kind.UNKNOWN_FORMAT,
                    "there is no format '" + Excerpt.of(format)
                            + "' of results; allowed are " + String.join(", ", formats())
                            + Nearest.hint(Excerpt.of(format), formats()));
        }
        return known;
    }

    /** The same of a file in memory. */
    public static List<Imported> parse(String format, byte[] file) {
        try {
            return parse(format, new ByteArrayInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Imported> checked(List<Imported> results) {
        if (results.isEmpty()) {
            throw ResultsException.malformed("there is no result in the file");
        }
        Set<String> names = new HashSet<>();
        for (Imported result : results) {
            if (!names.add(result.name())) {
                throw ResultsException.malformed("two results of the file are called '" + Excerpt.of(result.name())
                        + "'; each name may be there once");
            }
        }
        return results;
    }

    private static SortedMap<String, ResultsFormat> formatsBeside() {
        SortedMap<String, ResultsFormat> formats = new TreeMap<>();
        ClassesBeside.find(MethodHandles.lookup(), "Results", ResultsFormat.class).forEach(maker -> {
            ResultsFormat format = maker.get();
            formats.put(format.name(), format);
        });
        return formats;
    }
}
