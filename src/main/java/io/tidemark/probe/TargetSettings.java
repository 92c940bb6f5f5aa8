package io.tidemark.probe;

import io.tidemark.metric.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is probed.
 *
 * @param url `jdbc:postgresql://host:port/database`, `jdbc:mariadb://…`, `jdbc:mysql://…`, `redis://host:port/db`,
 *        `https://host:port/path` or `wss://host:port/path`; parsed, checked and rebuilt
 * @param writes whether workloads may write into our own schema or key prefix; no by default
 * @param limits how long it may be kept busy or waited for
 * @param caFile PEM file of the authorities an HTTP endpoint's certificate is to be from; those of Java by default
 * @param token sent to an HTTP endpoint as `Authorization: Bearer`, instead of user and password
 */
public record TargetSettings(@Nullable String url, @Nullable String username, @Nullable Secret password,
        @Nullable Boolean writes, @Nullable LimitSettings limits, @Nullable Path caFile,
        @Nullable Secret token) {}
