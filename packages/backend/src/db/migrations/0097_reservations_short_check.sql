-- Every statement that writes a row reads the checks of its table anew, as they are stored: a list of texts is stored as an
-- expression for each of them, one array as one value. What is allowed stays the same.
--
-- This migration and the next four take a check away and put the short one in its place, each of one table in a transaction
-- of its own: whoever reads or writes that table waits until it is committed, and because no row is looked at (`not valid`)
-- that is a moment. What is written from then on is checked. The rows that are there were checked by the check that goes, and
-- are looked at once more by 0103, which keeps nobody from reading or writing.
alter table reservations
  drop constraint reservations_kind_check,
  add constraint reservations_kind_check check (kind = any ('{booking,hold,break,time_off,busy}')) not valid;
