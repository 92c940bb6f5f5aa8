-- The minutes of one series and hour, packed as their encoding says.
create table sample_minutes (
    series_id bigint not null references series (id),
    start_at timestamp(6) with time zone not null, -- of the hour
    minute_count integer not null,
    encoding smallint not null,
    data bytea not null,
    primary key (series_id, start_at)
) partition by range (start_at);
create table sample_minutes_default partition of sample_minutes default;
-- Packed already: compressing it again costs time and gains nothing.
alter table sample_minutes_default alter column data set storage external;
create index sample_minutes_start on sample_minutes (start_at);

-- One row for each series and hour. The step from the last value of one hour to the first of the next is in neither.
create table sample_hour (
    series_id bigint not null references series (id),
    start_at timestamp(6) with time zone not null,
    sample_count bigint not null,
    min_value double precision not null,
    max_value double precision not null,
    sum_value double precision not null,
    avg_value double precision not null,
    first_at timestamp(6) with time zone not null,
    first_value double precision not null,
    last_at timestamp(6) with time zone not null,
    last_value double precision not null,
    increase double precision not null, -- of a counter from its first to its last value, restarts at zero included
    before_restarts double precision not null, -- what a counter had reached when it started again, all times together
    primary key (series_id, start_at)
) partition by range (start_at);
create table sample_hour_default partition of sample_hour default;
create index sample_hour_start on sample_hour (start_at);

-- The runs of one probe and hour merged by minute, packed.
create table run_minutes (
    probe varchar(255) not null,
    instance varchar(253) not null,
    start_at timestamp(6) with time zone not null, -- of the hour
    minute_count integer not null,
    data bytea not null,
    primary key (probe, start_at, instance)
) partition by range (start_at);
create table run_minutes_default partition of run_minutes default;
-- Packed already: compressing it again costs time and gains nothing.
alter table run_minutes_default alter column data set storage external;
create index run_minutes_start on run_minutes (start_at);

-- The runs of one probe and hour merged; times in seconds, a statistic without operations is null.
create table run_hour (
    probe varchar(255) not null,
    instance varchar(253) not null,
    start_at timestamp(6) with time zone not null,
    runs bigint not null,
    verified_runs bigint not null, -- those that could look whether what must hold afterwards does
    operations bigint not null,
    failures bigint not null,
    throughput double precision not null,
    error_rate double precision,
    measured_seconds double precision not null,
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
    outcomes varchar(1000000) not null, -- JSON object, runs by outcome
    measure_sums varchar(1000000) not null, -- JSON object, further figures of the workload, of all runs together
    measure_counts varchar(1000000) not null, -- JSON object, how many runs had each of them
    violation_count bigint not null,
    cpu_seconds double precision not null,
    allocated_bytes bigint not null,
    distributions bytea not null, -- HdrHistograms by operation and phase, encoded
    primary key (probe, start_at, instance)
) partition by range (start_at);
create table run_hour_default partition of run_hour default;
create index run_hour_start on run_hour (start_at);

-- What was stored before there were roll-ups is rolled up as well.
insert into rollup_mark (kind, instance, start_at, touched)
select 'samples', instance, to_timestamp(n * 3600), 1
from (
    select s.instance, floor(extract(epoch from b.start_at) / 3600) as n
    from sample_block b join series s on s.id = b.series_id
    union
    select s.instance, floor(extract(epoch from b.end_at) / 3600)
    from sample_block b join series s on s.id = b.series_id
) hours;
insert into rollup_mark (kind, instance, start_at, touched)
select 'runs', instance, to_timestamp(n * 3600), 1
from (
    select distinct instance, floor(extract(epoch from started_at) / 3600) as n from probe_run
) hours;
