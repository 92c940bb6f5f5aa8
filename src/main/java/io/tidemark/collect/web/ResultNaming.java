package io.tidemark.collect.web;

import io.tidemark.intake.Imported;
import io.tidemark.metric.Excerpt;
import io.tidemark.metric.Names;
import io.tidemark.metric.Sources;
import io.tidemark.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Makes names of probes out of what results are called: `Cart.add(10)` sent as `nightly` is `nightly-cart-add-10`. Of one
 * that is too long the end stays, after a checksum of the whole. Not safe for threads.
 */
final class ResultNaming {

    private static final int LONGEST = 63;
    /** A name of this length leaves room for a checksum and something of the end. */
    private static final int LONGEST_GIVEN = 40;
    private static final Pattern FOREIGN = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-+|-+$");

    /** Each costs memory for as long as the service runs, and so does each figure of its last result. */
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_FIGURES = 50_000;

    private final Sources sources;
    private Map<String, Integer> figuresByName = Map.of();

    ResultNaming(Sources sources) {
        this.sources = sources;
    }

    /**
     * A name for each result.
     *
     * @param given what they are sent as; null leaves them what the file calls them
     * @throws ProblemException when one cannot be used, or belongs to somebody else
     */
    List<String> of(@Nullable String given, String format, List<Imported> results) {
        check(given);
        Map<String, String> taken = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (Imported result : results) {
            String name = name(given, format, result.name());
            String other = taken.put(name, result.name());
            if (other != null) {
                throw ProblemException.badRequest("'" + Excerpt.of(other) + "' and '" + Excerpt.of(result.name())
                        + "' would both be called '" + name + "'; give one of them another name.");
            }
            names.add(name);
        }
        keep(names, results);
        return names;
    }

    private void keep(List<String> names, List<Imported> results) {
        Map<String, Integer> next = new HashMap<>(figuresByName);
        for (int i = 0; i < names.size(); i++) {
            next.put(names.get(i), results.get(i).figures().size());
        }
        if (next.size() > MOST_NAMES) {
            throw ProblemException.conflict("Results have come under " + figuresByName.size() + " names, and more than "
                    + MOST_NAMES + " are not taken; send these under names that are known.");
        }
        if (next.values().stream().mapToInt(Integer::intValue).sum() > MOST_FIGURES) {
            throw ProblemException.conflict("The last results of all names would have more than " + MOST_FIGURES
                    + " figures; send these under names that are known, or with fewer figures.");
        }
        figuresByName = next;
    }

    private static void check(@Nullable String given) {
        try {
            if (given != null && Names.check("Parameter 'name'", given).length() > LONGEST_GIVEN) {
                throw new IllegalArgumentException(
                        "Parameter 'name': '" + given + "' is longer than " + LONGEST_GIVEN + " characters");
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(e.getMessage() + ".");
        }
    }

    private String name(@Nullable String given, String format, String told) {
        String name = told.isEmpty() ? whole(given, format) : joined(given, told);
        if (sources.find(name).isPresent()) {
            throw ProblemException.conflict("'" + name + "' is a source of this service already; send the results"
                    + " under another name with the parameter 'name'.");
        }
        return name;
    }

    private static String whole(@Nullable String given, String format) {
        if (given == null) {
            throw ProblemException.badRequest("A file of format '" + format
                    + "' has no name for its result: give it one with the parameter 'name'.");
        }
        return given;
    }

    private static String joined(@Nullable String given, String told) {
        String words = EDGES.matcher(FOREIGN.matcher(told.toLowerCase(Locale.ROOT)).replaceAll("-")).replaceAll("");
        String start = given == null ? "" : given + "-";
        String name = start + (words.isEmpty() ? checksum(told) : words);
        boolean usable = Character.isLetter(name.charAt(0)) && !name.startsWith("builtin-");
        return usable && name.length() <= LONGEST ? name : shortened(given == null ? "r-" : start, words, told);
    }

    private static String shortened(String start, String words, String told) {
        String beginning = start + checksum(told);
        int room = LONGEST - beginning.length() - 1;
        String end = EDGES.matcher(words.substring(Math.max(0, words.length() - room))).replaceAll("");
        return beginning + "-" + end;
    }

    private static String checksum(String told) {
        CRC32 sum = new CRC32();
        sum.update(told.getBytes(StandardCharsets.UTF_8));
        return "x%08x".formatted(sum.getValue());
    }
}
