package io.tidemark.probe;

import org.jspecify.annotations.Nullable;

/**
 * A target as people see it.
 *
 * @param address where it is, without user or password
 * @param writes whether workloads may write into our own schema or keys
 * @param paused why it is left alone because somebody said so; null when it is not
 */
public record TargetState(String name, String address, boolean writes, @Nullable String paused) {}
