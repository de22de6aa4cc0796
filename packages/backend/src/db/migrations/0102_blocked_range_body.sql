-- The generated column of reservations is put together for every statement that writes one: with a body that is stored as it was
-- understood, the function need not be parsed for it. It gives the same, so no row is written anew and no table is locked.
create or replace function blocked_range(starts_at timestamptz, ends_at timestamptz, before_minutes integer, after_minutes integer)
  returns tstzrange
  language sql immutable
  return tstzrange(starts_at - before_minutes * interval '1 minute', ends_at + after_minutes * interval '1 minute');
