package io.tidemark.probe.workload;

/**
 * Tokens a model has used, or may use.
 *
 * @param prompt what it was told
 * @param completion what it said
 */
public record TokenUse(long prompt, long completion) {

    public static final TokenUse NONE = new TokenUse(0, 0);

    public long total() {
        return prompt + completion;
    }

    TokenUse plus(TokenUse other) {
        return new TokenUse(prompt + other.prompt, completion + other.completion);
    }

    TokenUse minus(TokenUse other) {
        return new TokenUse(prompt - other.prompt, completion - other.completion);
    }
}
