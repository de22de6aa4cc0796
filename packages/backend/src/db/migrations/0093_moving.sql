-- A business that is being moved to another server is written to by nobody for a moment. Whoever moves it holds its lock;
-- each transaction of the business takes the same lock beside the others, and if it is not to be had at once, nothing is
-- done: it is told to come again, like from a lock that was not to be had in time.
create function refuse_moving() returns boolean language plpgsql as $$
begin
  raise exception 'this business is being moved to another server' using errcode = 'lock_not_available';
end $$;
