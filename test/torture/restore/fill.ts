import type { Rows } from '../../e2e/support/database.ts';

const GIB = 2 ** 30;
const BOT_ID = 7_600_001;
const SPECIALISTS = 100;
const CLIENTS = 20_000;
const FIRST_CLIENT = 100_000;
/** So many days are put in at once, by each of so many connections. */
const DAYS = 50;
const AT_ONCE = 2;

const BUSINESS = `
  begin; set local session_replication_role = replica;
  create table filling as select gen_random_uuid() as tenant_id, gen_random_uuid() as service_id;
  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
    select tenant_id, 'large', 'Large', 'UTC', 'ru', 'EUR' from filling;
  insert into bots (tenant_id, bot_id, kind, username, name, token_encrypted)
    select tenant_id, ${BOT_ID}, 'client', 'large_bot', 'Large', '-' from filling;
  insert into specialists (tenant_id, id, name, time_zone, position)
    select tenant_id, gen_random_uuid(), 'Мастер ' || n, 'UTC', n from filling, generate_series(1, ${SPECIALISTS}) n;
  insert into services (tenant_id, id, name, duration_minutes, step_minutes, price_minor, currency, horizon_days)
    select tenant_id, service_id, 'Visit', 60, 60, 250000, 'EUR', 60 from filling;
  insert into clients (tenant_id, name, telegram_id, phone)
    select tenant_id, 'Клиент ' || n, ${FIRST_CLIENT} + n, '+7900' || lpad(n::text, 7, '0')
    from filling, generate_series(0, ${CLIENTS - 1}) n;
  insert into chats (tenant_id, bot_id, telegram_id, language)
    select tenant_id, ${BOT_ID}, ${FIRST_CLIENT} + n, 'ru' from filling, generate_series(0, ${CLIENTS - 1}) n;
  commit`;

/** Visits of some days, with all that is kept of each. */
const visitsFrom = (day: number): string => `
  begin; set local session_replication_role = replica;
  create temp table visits on commit drop as
    select filling.tenant_id, service_id, specialists.id as specialist_id, clients.id as client_id, clients.telegram_id,
      gen_random_uuid() as id, gen_random_uuid() as reservation_id,
      timestamptz '2020-01-01' + make_interval(days => day, hours => hour) as starts_at
    from filling join specialists using (tenant_id), generate_series(${day}, ${day + DAYS - 1}) day, unnest('{9,11,13,15}'::int[]) hour,
      lateral (select id, telegram_id from clients where clients.tenant_id = filling.tenant_id
        and telegram_id = ${FIRST_CLIENT} + (day * 401 + hour * 7 + position * 13) % ${CLIENTS}) clients;
  insert into reservations (tenant_id, id, specialist_id, kind, service_id, starts_at, ends_at)
    select tenant_id, reservation_id, specialist_id, 'booking', service_id, starts_at, starts_at + interval '1 hour' from visits;
  insert into bookings (tenant_id, id, service_id, specialist_id, client_id, reservation_id, status, starts_at, ends_at, price_minor, currency)
    select tenant_id, id, service_id, specialist_id, client_id, reservation_id, 'completed', starts_at, starts_at + interval '1 hour', 250000, 'EUR' from visits;
  insert into booking_history (tenant_id, booking_id, actor, change) select tenant_id, id, 'service', 'created' from visits;
  insert into booking_messages (tenant_id, booking_id, bot_id, telegram_id, message_id)
    select tenant_id, id, ${BOT_ID}, telegram_id, 1 from visits;
  insert into notifications (tenant_id, kind, audience, bot_id, telegram_id, subject_id, send_at, status)
    select tenant_id, kind, 'client', ${BOT_ID}, telegram_id, id, starts_at, 'sent'
    from visits, unnest('{booking_created,booking_reminder,booking_reminder}'::text[]) kind;
  insert into audit_log (tenant_id, request_id, via, role, actor, action, subject_id, outcome)
    select tenant_id, id::text, 'telegram', 'client', 'telegram:' || telegram_id, 'bookings.create', id, 'done' from visits;
  commit`;

/**
 * Makes a business that has been going for years, until the database has this size with all its indexes: what a visit leaves
 * behind, in the proportions of real ones.
 * @param rows as a superuser: what is put in is right by itself, so that nothing has to be checked
 */
export const fillDatabase = async (rows: Rows, gib: number, tell: (sentence: string) => void): Promise<number> => {
  await rows(BUSINESS);
  for (let day = 0; ; day += DAYS * AT_ONCE) {
    const [row] = await rows<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
    const bytes = Number(row?.bytes);
    tell(`${Math.round(bytes / 2 ** 20)} MiB`);
    if (bytes >= gib * GIB) break;
    await Promise.all(Array.from({ length: AT_ONCE }, (_, one) => rows(visitsFrom(day + one * DAYS))));
  }
  await rows('drop table filling');
  const [row] = await rows<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  return Number(row?.bytes) / GIB;
};

/** What stands in every table: how many rows, and a sum of the hashes of each as text. It knows nothing of how backups compare. */
export const weighTables = async (rows: Rows): Promise<Readonly<Record<string, string>>> => {
  const tables = await rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname <> 'migrations' order by 1`,
  );
  const weights: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await rows<{ weight: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(line::text, 7)::numeric), 0) as weight from "${name}" line`,
    );
    weights[name] = row?.weight ?? '';
  }
  return weights;
};
