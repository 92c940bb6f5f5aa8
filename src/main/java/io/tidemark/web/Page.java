package io.tidemark.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next to be given as `before` for the page after this one; null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {}
