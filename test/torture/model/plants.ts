import type { TestBackend } from '../../../packages/backend/src/test-support/backend.ts';

/** Faults that the engine has in a database of its own, each done to the database; the model has to find them. */
export const PLANTS: Readonly<Record<string, string>> = {
  'the limit is missing': settle('tenants', 'new.max_future_bookings = 1000'),
  'what touches collides': `
    create or replace function blocked_range(starts_at timestamptz, ends_at timestamptz, before_minutes integer,
      after_minutes integer) returns tstzrange language sql immutable
    as $$ select tstzrange(starts_at - before_minutes * interval '1 minute', ends_at + after_minutes * interval '1 minute',
      '[]') $$`,
  'hours are those of another zone': settle(
    'specialists',
    `new.time_zone = case new.time_zone when 'Asia/Tokyo' then 'UTC' else 'Asia/Tokyo' end`,
  ),
  'buffers are forgotten': settle('reservations', 'new.buffer_after_minutes = 0'),
  'a cancellation does not free the time': `
    create function keep() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger keep before delete on reservations for each row execute function keep()`,
  'a hold never runs out': [
    settle('bookings', "new.held_until = new.held_until + interval '1 year'"),
    settle('reservations', "new.expires_at = new.expires_at + interval '1 year'"),
  ].join(';'),
  'a move leaves its old time taken': `
    create function leave() returns trigger language plpgsql as $$ begin
      if not old.blocked && new.blocked then
        insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
        values (old.tenant_id, old.specialist_id, 'busy', old.starts_at, old.ends_at);
      end if;
      return null;
    end $$;
    create trigger leave after update on reservations for each row execute function leave()`,
  'a visit is never over': `
    create function forget() returns trigger language plpgsql as $$ begin return null; end $$;
    create trigger forget before insert on due for each row when (new.kind = 'booking_end') execute function forget()`,
  'a session has a seat too many': settle('services', 'new.capacity = case new.capacity when 1 then 1 else 3 end'),
  'clients may cancel at the last moment': settle('tenants', 'new.cancel_notice_minutes = 0'),
};

/** Changes every row of a table on its way in. */
function settle(table: string, change: string): string {
  return `create function spoil_${table}() returns trigger language plpgsql as $$ begin ${change}; return new; end $$;
    create trigger spoil before insert or update on ${table} for each row execute function spoil_${table}()`;
}

export const plant = async ({ rows }: TestBackend, name: string): Promise<void> => {
  const fault = PLANTS[name];
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  await rows(fault);
};
