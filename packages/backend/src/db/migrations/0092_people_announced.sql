-- Processes remember who somebody is for a while (docs/rules.md#several-processes): each hears when that has changed, whoever has
-- changed it. Somebody new is remembered by nobody, so that a first message announces nothing.
create function announce_person() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.telegram_id is not null then
    perform pg_notify('okno_people', old.tenant_id || ' ' || old.telegram_id);
  end if;
  if tg_op <> 'DELETE' and new.telegram_id is not null then
    perform pg_notify('okno_people', new.tenant_id || ' ' || new.telegram_id);
  end if;
  return null;
end $$;

create trigger announce_new after insert or delete on staff
  for each row execute function announce_person();
create trigger announce_change after update on staff for each row
  when ((old.role, old.specialist_id, old.telegram_id) is distinct from (new.role, new.specialist_id, new.telegram_id))
  execute function announce_person();
create trigger announce_change after update on chats for each row
  when (old.language is distinct from new.language)
  execute function announce_person();
create trigger announce_change after update on clients for each row
  when ((old.name, old.telegram_id) is distinct from (new.name, new.telegram_id))
  execute function announce_person();
