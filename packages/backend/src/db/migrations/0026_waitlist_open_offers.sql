-- What is open is looked up per entry, however long the queue is and whatever it was offered before.

create index waitlist_offers_open_of on waitlist_offers (tenant_id, entry_id) where outcome is null;
