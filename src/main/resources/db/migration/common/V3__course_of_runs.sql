-- How a run went beside its figures.
alter table probe_run add column lag_seconds double precision;
alter table probe_run add column notes varchar(1000000) default '[]' not null; -- JSON array of sentences
alter table probe_run add column stages varchar(1000000) default '[]' not null; -- JSON array, steps of a load that changes
