-- Key of the notification in which a channel was told of a change.
alter table alert_outbox add column sent_in varchar(64);
