package io.tidemark.probe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that a program writes its results into.
 *
 * @param file in the directory where the program works, unless it begins with a slash
 * @param format of the tool that writes it
 */
public record ResultsSettings(@Nullable Path file, @Nullable String format) {}
