import type { BenchDatabase } from '../lib/database.ts';
import { CASES, CLOSES, OPENS, SERVICE, ZONE } from './cases.ts';

/** How much lies behind each of three specialists who are otherwise the same. */
export const PASTS = { past_1k: 1_000, past_10k: 10_000, past_100k: 100_000 } as const;

const STATEMENTS = `
  create temp table made as select gen_random_uuid() as tenant_id, gen_random_uuid() as service_id;
  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
  select tenant_id, 'bench', 'Bench', '${ZONE}', 'en', 'EUR' from made;
  insert into specialists (tenant_id, name, time_zone, position)
  select tenant_id, past, '${ZONE}', past from made, unnest('{${Object.values(PASTS).join()}}'::int[]) as past;
  insert into working_hours (tenant_id, specialist_id, weekday, from_minute, to_minute)
  select tenant_id, id, weekday, ${OPENS}, ${CLOSES} from specialists, generate_series(0, 6) as weekday;
  insert into services (tenant_id, id, name, duration_minutes, step_minutes, buffer_after_minutes, min_notice_minutes,
    price_minor, currency, horizon_days)
  select tenant_id, service_id, 'Haircut', ${SERVICE.duration_minutes}, ${SERVICE.step_minutes},
    ${SERVICE.buffer_after_minutes}, ${SERVICE.min_notice_minutes}, 5000, 'EUR', 730 from made;
  insert into service_specialists (tenant_id, service_id, specialist_id)
  select specialists.tenant_id, service_id, id from made, specialists;
  insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
  select tenant_id, id, 'booking', now() - n * interval '20 minutes', now() - n * interval '20 minutes' + interval '15 minutes'
  from specialists, lateral generate_series(1, position) as n`;

export type Seeded = {
  readonly tenant_id: string;
  readonly service_id: string;
  readonly specialist_ids: Readonly<Record<keyof typeof PASTS, string>>;
};

/** Of the busy times of a case those that overlap none before them: a table of bookings holds no others. */
const bookable = CASES.hundred.taken
  .toSorted((a, b) => a.starts_at - b.starts_at)
  .filter((one, index, all) => all.slice(0, index).every((before) => before.ends_at <= one.starts_at));

/** Three specialists with the same bookings in the month, and pasts of different length. */
export const seed = async (database: BenchDatabase): Promise<Seeded> => {
  await database.asOwner(STATEMENTS);
  await database.asOwner(
    `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
     select tenant_id, id, 'booking', to_timestamp(at / 1000.0), to_timestamp(until / 1000.0)
     from specialists, unnest($1::float8[], $2::float8[]) as taken (at, until)`,
    [bookable.map(({ starts_at }) => starts_at), bookable.map(({ ends_at }) => ends_at)],
  );
  // After autovacuum has been here; it comes within a minute.
  await database.asOwner('vacuum analyze');
  const rows = await database.asOwner('select tenant_id, id, position from specialists');
  const [service] = await database.asOwner('select id from services');
  const idOf = (past: number): string => String(rows.find(({ position }) => position === past)?.['id']);
  return {
    tenant_id: String(rows[0]?.['tenant_id']),
    service_id: String(service?.['id']),
    specialist_ids: {
      past_1k: idOf(PASTS.past_1k),
      past_10k: idOf(PASTS.past_10k),
      past_100k: idOf(PASTS.past_100k),
    },
  };
};
