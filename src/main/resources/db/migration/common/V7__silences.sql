-- What people do not want to be told of for a while; kept when it is over.
create table silence (
    id bigint not null primary key,
    -- a list in JSON
    matchers varchar(100000) not null,
    starts_at timestamp(6) with time zone not null,
    ends_at timestamp(6) with time zone,
    repeat_hours varchar(255),
    comment_text varchar(1000) not null,
    author varchar(100) not null,
    created_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone
);

-- The id of the change that made the row what it is: what comes late does not turn it back.
alter table alert add column revision bigint default 0 not null;
alter table alert add column told_at timestamp(6) with time zone;
alter table alert add column silence_id bigint;
alter table alert add column silence_author varchar(100);
alter table alert add column silence_comment varchar(1000);
alter table alert add column silenced_since timestamp(6) with time zone;
alter table alert add column silenced_until timestamp(6) with time zone;
alter table alert add column acknowledged_by varchar(100);
alter table alert add column acknowledged_comment varchar(1000);
alter table alert add column acknowledged_at timestamp(6) with time zone;

update alert set told_at = fired_at where fired_at is not null;
