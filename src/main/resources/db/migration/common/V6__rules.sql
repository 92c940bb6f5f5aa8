-- Rules that were given over REST, of the instance with those bits in its ids.
create table stored_rule (
    instance_bits integer not null,
    name varchar(255) not null,
    rule_text varchar(1000) not null,
    primary key (instance_bits, name)
);

-- Who changed which of them, when, from what to what.
create table rule_change (
    id bigint not null primary key,
    instance_bits integer not null,
    name varchar(255) not null,
    changed_at timestamp(6) with time zone not null,
    changed_by varchar(255) not null,
    text_before varchar(1000),
    text_after varchar(1000)
);

create index rule_change_by_instance on rule_change (instance_bits, id);
create index rule_change_by_name on rule_change (instance_bits, name, id);
