package io.tidemark.metric;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant, for messages about unknown names. */
public final class Nearest {

    private Nearest() {}

    /**
     * The closest of the known names, if one is close enough to be meant: a third of its letters may differ, or its end
     * be missing.
     */
    public static Optional<String> to(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 3)
                        || (name.length() > 2 && candidate.startsWith(name)))
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** `; did you mean 'x'?`, or nothing when no known name is close. */
    public static String hint(String name, Collection<String> known) {
        return to(name, known).map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
    }

    /** Number of letters to insert, remove or replace (Levenshtein). */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
