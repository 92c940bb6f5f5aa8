-- What moved with an alert when it came about, and the sentence about it; JSON.
alter table alert add column causes varchar(8192);
