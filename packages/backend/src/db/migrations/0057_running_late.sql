-- Clients are told that their specialist is running late: by how much, and for which start. After a move the start is
-- another one, and what was said of the old one is no longer true.
alter table notifications add column late_minutes integer check (late_minutes > 0), add column late_for timestamptz;
