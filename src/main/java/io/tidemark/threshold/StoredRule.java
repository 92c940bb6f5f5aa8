package io.tidemark.threshold;

/**
 * A rule that was given over REST.
 *
 * @param name what it is called, whether or not the text says so
 * @param text in the condition grammar
 */
public record StoredRule(String name, String text) {}
