package io.tidemark.alert.jpa;

import io.tidemark.alert.cause.Causes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The causes of an alert as bounded text: what was least unusual is left out first. */
final class CausesText {

    static final int LONGEST = 8192;

    private static final JsonMapper JSON = JsonMapper.shared();

    private CausesText() {}

    static @Nullable String of(@Nullable Causes causes) {
        if (causes == null) {
            return null;
        }
        for (int kept = causes.moved().size(); kept >= 0; kept--) {
            String text = JSON.writeValueAsString(
                    new Causes(causes.sentence(), causes.known(), causes.moved().subList(0, kept)));
            if (text.length() <= LONGEST) {
                return text;
            }
        }
        return null;
    }

    static @Nullable Causes parse(@Nullable String text) {
        return text == null ? null : JSON.readValue(text, Causes.class);
    }
}
