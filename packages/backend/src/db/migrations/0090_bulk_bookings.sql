-- Bookings can be changed many at once as well (docs/rules.md#bulk-edit).
alter table bulk_edits drop constraint bulk_edits_entity_check;
alter table bulk_edits add constraint bulk_edits_entity_check
  check (entity in ('client', 'service', 'specialist', 'room', 'booking'));

-- How a booking stood before and after, by which it is taken back; what has fields has them in field_changes.
alter table bulk_edit_items add column before jsonb check (jsonb_typeof(before) = 'object');
alter table bulk_edit_items add column after jsonb check (jsonb_typeof(after) = 'object');
