package io.tidemark.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model's answer must be.
 *
 * @param text what it must contain
 * @param matches a regular expression that must be found in it
 * @param finish reasons it may end for, such as `stop`; any by default
 */
public record ChatExpectSettings(@Nullable String text, @Nullable String matches, @Nullable List<String> finish) {}
