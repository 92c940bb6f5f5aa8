-- Partitions are made with what their table says: packed already, compressing it again costs time and gains nothing.
alter table sample_block alter column data set storage external;
