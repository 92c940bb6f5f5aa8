package io.tidemark.probe;

import io.tidemark.metric.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What is probed.
 *
 * @param url `jdbc:postgresql://host:port/database`, `jdbc:mariadb://…`, `jdbc:mysql://…` or `redis://host:port/db`;
 *        parsed, checked and rebuilt
 * @param writes whether workloads may write into our own schema or key prefix; no by default
 * @param limits how long it may be kept busy or waited for
 */
public record TargetSettings(@Nullable String url, @Nullable String username, @Nullable Secret password,
        @Nullable Boolean writes, @Nullable LimitSettings limits) {}
