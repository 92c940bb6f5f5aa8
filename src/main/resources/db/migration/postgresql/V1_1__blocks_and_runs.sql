-- Samples of one series over some minutes, packed as its encoding says. Partitioned by time, so that old partitions
-- can be dropped where somebody makes them; the default one takes everything else.
create table sample_block (
    series_id bigint not null references series (id),
    resolution_seconds integer not null, -- 0: as taken
    start_at timestamp(6) with time zone not null,
    end_at timestamp(6) with time zone not null,
    sample_count integer not null,
    encoding smallint not null,
    data bytea not null,
    primary key (series_id, resolution_seconds, start_at)
) partition by range (start_at);
create table sample_block_default partition of sample_block default;
-- Packed already: compressing it again costs time and gains nothing.
alter table sample_block_default alter column data set storage external;
create index sample_block_start on sample_block (start_at);

-- One row for each execution of a probe; times in seconds, a statistic without operations is null.
create table probe_run (
    id bigint not null primary key, -- time-ordered
    instance varchar(253) not null,
    probe varchar(255) not null,
    workload varchar(255) not null,
    target varchar(255) not null,
    started_at timestamp(6) with time zone not null,
    took_seconds double precision not null,
    measured_seconds double precision not null,
    outcome varchar(16) not null,
    reason varchar(1000000) not null,
    operations bigint not null,
    failures bigint not null,
    throughput double precision not null,
    error_rate double precision,
    latency_count bigint not null,
    latency_min double precision,
    latency_mean double precision,
    latency_stddev double precision,
    latency_p50 double precision,
    latency_p90 double precision,
    latency_p95 double precision,
    latency_p99 double precision,
    latency_p999 double precision,
    latency_max double precision,
    latency_iqr double precision,
    pool_wait double precision,
    errors varchar(1000000) not null, -- JSON object, operations by kind of error
    measures varchar(1000000) not null, -- JSON object, further figures of the workload
    violation_count integer not null,
    violations varchar(1000000) not null, -- JSON array of sentences
    cpu_seconds double precision not null,
    cpu_share double precision not null,
    allocated_bytes bigint not null,
    host_cpu_utilization double precision,
    host_steal_share double precision,
    host_cpu_pressure double precision,
    host_throttled_seconds double precision,
    gc_pause_seconds double precision not null,
    fence bigint not null,
    distributions bytea not null -- HdrHistograms by operation and phase, encoded
) partition by range (id);
create table probe_run_default partition of probe_run default;
create index probe_run_probe on probe_run (probe, id);
create index probe_run_started on probe_run (probe, started_at);
create index probe_run_age on probe_run (started_at);
