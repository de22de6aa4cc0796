import type { BenchDatabase } from '../lib/database.ts';

export const BOT_ID = 7000200;
export const FIRST_CLIENT = 100_000;
export const CLIENTS = 20_000;
/** The first half is booked by us, the second by the bare insert. */
export const SPECIALISTS = 100;
export const DAYS = 120;
/** Days behind us, of which everything is kept. */
const PAST_DAYS = 20;
/** Hours of the specialists' day that are taken beforehand: a studio that is neither empty nor full. */
const TAKEN_HOURS = '{9,11,13,15}';
export const FREE_HOURS = [10, 12, 14, 16, 17, 18] as const;
/** All year round three hours ahead of UTC. */
export const ZONE = 'Europe/Moscow';
export const ZONE_HOURS = 3;

const STATEMENTS = `
  create temp table made as select gen_random_uuid() as tenant_id, gen_random_uuid() as service_id;
  create temp table staffers as select gen_random_uuid() as id, n from generate_series(1, ${SPECIALISTS}) as n;

  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
  select tenant_id, 'bench', 'Bench', '${ZONE}', 'en', 'RUB' from made;
  insert into bots (tenant_id, bot_id, kind, username, name, token_encrypted)
  select tenant_id, ${BOT_ID}, 'client', 'okno_bench_bot', 'Okno', '-' from made;

  insert into specialists (tenant_id, id, name, time_zone, position)
  select tenant_id, id, 'Specialist ' || n, '${ZONE}', n from made, staffers;
  insert into staff (tenant_id, telegram_id, name, role, specialist_id)
  select tenant_id, n, 'Specialist ' || n, 'specialist', id from made, staffers;
  insert into working_hours (tenant_id, specialist_id, weekday, from_minute, to_minute)
  select tenant_id, id, weekday, 540, 1140 from made, staffers, generate_series(0, 6) as weekday;
  insert into services (tenant_id, id, name, duration_minutes, step_minutes, price_minor, currency, horizon_days)
  select tenant_id, service_id, 'Haircut', 60, 60, 250000, 'RUB', ${DAYS + 10} from made;
  insert into service_specialists (tenant_id, service_id, specialist_id)
  select tenant_id, service_id, id from made, staffers;
  insert into reservations (tenant_id, specialist_id, kind, service_id, starts_at, ends_at)
  select tenant_id, id, 'booking', service_id, starts_at, starts_at + interval '1 hour'
  from made, staffers, generate_series(1, ${DAYS}) as day, unnest('${TAKEN_HOURS}'::int[]) as hour,
    lateral (select date_trunc('day', now()) + make_interval(days => day, hours => hour - ${ZONE_HOURS}) as starts_at) as at;

  insert into clients (tenant_id, name, telegram_id)
  select tenant_id, 'Client ' || n, ${FIRST_CLIENT} + n from made, generate_series(0, ${CLIENTS - 1}) as n;
  insert into chats (tenant_id, bot_id, telegram_id, language)
  select tenant_id, ${BOT_ID}, ${FIRST_CLIENT} + n, 'en' from made, generate_series(0, ${CLIENTS - 1}) as n
  union all select tenant_id, ${BOT_ID}, n, 'en' from made, staffers;

  create temp table visits as
  select made.tenant_id, service_id, staffers.id as specialist_id, clients.id as client_id, clients.telegram_id,
    gen_random_uuid() as id, gen_random_uuid() as reservation_id,
    date_trunc('day', now()) + make_interval(days => -day, hours => hour - ${ZONE_HOURS}) as starts_at
  from made, staffers, generate_series(1, ${PAST_DAYS}) as day,
    unnest('${TAKEN_HOURS}'::int[]) with ordinality as at(hour, place), clients
  where clients.telegram_id = ${FIRST_CLIENT} + ((day - 1) * 4 + place - 1) * ${SPECIALISTS} + n - 1;
  insert into reservations (tenant_id, id, specialist_id, kind, service_id, starts_at, ends_at)
  select tenant_id, reservation_id, specialist_id, 'booking', service_id, starts_at, starts_at + interval '1 hour' from visits;
  insert into bookings (tenant_id, id, service_id, specialist_id, client_id, reservation_id, status, starts_at, ends_at,
    price_minor, currency)
  select tenant_id, id, service_id, specialist_id, client_id, reservation_id, 'completed', starts_at,
    starts_at + interval '1 hour', 250000, 'RUB' from visits;
  insert into booking_history (tenant_id, booking_id, actor, change) select tenant_id, id, 'service', 'created' from visits;
  insert into booking_messages (tenant_id, booking_id, bot_id, telegram_id, message_id)
  select tenant_id, id, ${BOT_ID}, telegram_id, 1 from visits;
  insert into notifications (tenant_id, kind, audience, bot_id, telegram_id, subject_id, send_at, status)
  select tenant_id, kind, 'client', ${BOT_ID}, telegram_id, id, starts_at, 'sent'
  from visits, unnest('{booking_created,booking_reminder,booking_reminder}'::text[]) as kind;
  insert into audit_log (tenant_id, request_id, via, role, actor, action, subject_id, outcome)
  select tenant_id, id::text, 'telegram', 'client', 'telegram:' || telegram_id, 'bookings.create', id, 'done' from visits;
  insert into idempotency_keys (tenant_id, caller, key, request_hash, answer)
  select tenant_id, 'telegram:' || telegram_id, id::text, '-', '{}' from visits;
  analyze`;

export type Seeded = {
  readonly tenant_id: string;
  readonly service_id: string;
  readonly specialist_ids: readonly string[];
  /** Midnight in UTC before the database's now, Unix milliseconds. */
  readonly today: number;
};

/**
 * Makes a large business that has been going for a while: specialists who are partly booked, clients who are known from
 * their chats, past visits with all that is kept of them. Statistics of empty tables would be remembered, and the plans
 * made from them are not those of any business that is alive.
 */
export const seed = async (database: BenchDatabase): Promise<Seeded> => {
  await database.asOwner(STATEMENTS);
  const [row] = await database.asOwner(`
    select tenant_id, (select id from services) as service_id,
      (select array_agg(id::text order by position) from specialists) as specialist_ids,
      extract(epoch from date_trunc('day', now()))::float8 * 1000 as today
    from tenants`);
  return row as Seeded;
};
