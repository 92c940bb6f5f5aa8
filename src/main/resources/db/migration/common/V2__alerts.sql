-- Alerts as they stand, one row each from pending to resolved.
create table alert (
    id bigint not null primary key,
    instance varchar(255) not null,
    threshold_name varchar(255) not null,
    condition_text varchar(4000) not null,
    labels varchar(1000000) not null,
    state varchar(16) not null,
    severity varchar(16) not null,
    reason varchar(4000) not null,
    started_at timestamp(6) with time zone not null,
    fired_at timestamp(6) with time zone,
    resolved_at timestamp(6) with time zone,
    reading double precision,
    limit_reading double precision,
    breach_read_at timestamp(6) with time zone,
    -- names of the channels that were told it fired, separated by commas
    channels varchar(100000) not null,
    fence bigint default 0 not null
);

create index alert_by_state on alert (state, resolved_at);
create index alert_by_fired_at on alert (fired_at);

-- What each channel is to be told of each change, and how that went.
create table alert_outbox (
    change_id bigint not null,
    channel varchar(63) not null,
    instance varchar(255) not null,
    alert_id bigint not null,
    kind varchar(16) not null,
    payload varchar(1000000) not null,
    created_at timestamp(6) with time zone not null,
    state varchar(16) not null,
    attempts integer not null,
    next_attempt_at timestamp(6) with time zone,
    delivered_at timestamp(6) with time zone,
    last_error varchar(1000),
    primary key (change_id, channel)
);

create index alert_outbox_by_state on alert_outbox (state, change_id);
create index alert_outbox_by_alert on alert_outbox (alert_id);
