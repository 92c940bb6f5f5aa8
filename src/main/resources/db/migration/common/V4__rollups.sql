-- Hours in which something was stored that the roll-ups do not hold yet; touched at each write, so that what comes
-- while an hour is rolled up is not taken for done.
create table rollup_mark (
    kind varchar(8) not null, -- samples or runs
    instance varchar(253) not null,
    start_at timestamp(6) with time zone not null,
    touched bigint not null,
    primary key (kind, instance, start_at)
);

-- From when on each kind of data is complete; what is older was removed or may have been.
create table history_floor (
    tier varchar(16) not null primary key,
    complete_from timestamp(6) with time zone not null
);
