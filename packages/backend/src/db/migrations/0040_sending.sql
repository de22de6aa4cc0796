-- When a notification began to be sent, by the clock of the wall: who calls something off waits for what is on its way.
alter table notifications add column sending_since timestamptz;

-- Waits until nothing about a subject is about to leave: a sender begins within half a second of saying so, or not at
-- all. Longer than that nobody waits, so a sender that has died holds up nobody.
create function okno_wait_for_sending(subject uuid) returns void
  language plpgsql volatile
  as $$
begin
  while exists (
    select from notifications
    where tenant_id = current_setting('app.tenant_id')::uuid and subject_id = subject and status = 'sending'
      and sending_since > clock_timestamp() - interval '500 ms')
  loop
    perform pg_sleep(0.005);
  end loop;
end $$;
revoke execute on function okno_wait_for_sending from public;
grant execute on function okno_wait_for_sending to okno_app;
