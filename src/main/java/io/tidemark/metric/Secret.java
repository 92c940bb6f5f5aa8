package io.tidemark.metric;

/** A value that must never be shown: its text form is masked, so that no log, message or answer can carry it. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
