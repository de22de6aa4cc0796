-- The staff is told of messages that did not arrive, many in one (`about`, in the order in which they failed), and of a
-- bot that nobody can speak for any more.
alter table notifications add column about uuid[] not null default '{}', add column about_bot bigint;

-- At most one such message waits for a chat that has not been tried; what fails meanwhile is added to it.
create unique index notifications_undelivered on notifications (tenant_id, bot_id, telegram_id)
  where kind = 'undelivered' and status = 'pending' and sending_since is null;
-- When somebody was last told.
create index notifications_undelivered_told on notifications (tenant_id, bot_id, telegram_id, settled_at)
  where kind = 'undelivered';
