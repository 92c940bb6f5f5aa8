-- Which series there are; their samples are in sample_block.
create sequence series_seq start with 1 increment by 50;

create table series (
    id bigint not null primary key,
    instance varchar(253) not null,
    metric varchar(255) not null,
    labels varchar(2000) not null, -- canonical form, {a="x",b="y"}
    constraint series_once unique (instance, metric, labels)
);

-- The bits of each instance's ids.
create table instance_claim (
    bits integer not null primary key,
    instance varchar(253) not null,
    token varchar(36) not null,
    claimed_at timestamp(6) with time zone not null,
    constraint instance_claim_token unique (token)
);
