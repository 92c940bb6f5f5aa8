package io.tidemark.threshold;

/** How bad a breach is. */
public enum Severity {
    WARNING,
    CRITICAL;

    /** As written in rules and labels. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
