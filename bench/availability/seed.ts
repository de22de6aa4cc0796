import type { BenchDatabase } from '../lib/database.ts';

export const TENANTS = 1000;
const SPECIALISTS = 4;
/** Five bookings a day from 40 days ago to nine days ahead. */
const [FIRST_DAY, LAST_DAY] = [-40, 9];
export const RESERVATIONS = TENANTS * SPECIALISTS * (LAST_DAY - FIRST_DAY + 1) * 5;

/**
 * Businesses of four specialists in four time zones: weekly hours with a lunch break, a closed day, two services that all of
 * them give. A million rows are loaded without what checks row by row; the constraint is made again afterwards, as
 * a restored backup does it.
 */
const STATEMENTS = `
  set session_replication_role = replica;
  set maintenance_work_mem = '512MB';
  alter table reservations drop constraint reservations_no_overlap;

  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
  select gen_random_uuid(), 'bench-' || n, 'Bench ' || n, (array['Europe/Berlin', 'Europe/Moscow', 'America/New_York', 'Asia/Almaty'])[n % 4 + 1],
    'en', 'EUR'
  from generate_series(1, ${TENANTS}) as n;
  insert into offer_versions (tenant_id) select tenant_id from tenants on conflict do nothing;
  insert into specialists (tenant_id, name, time_zone, position)
  select tenant_id, 'Specialist ' || n, time_zone, n from tenants, generate_series(1, ${SPECIALISTS}) as n;
  insert into working_hours (tenant_id, specialist_id, weekday, from_minute, to_minute)
  select tenant_id, id, weekday, from_minute, to_minute
  from specialists, generate_series(0, 6) as weekday, (values (540, 780), (840, 1140)) as hours (from_minute, to_minute);
  insert into overrides (tenant_id, specialist_id, day, intervals)
  select tenant_id, id, current_date + day, '[]' from specialists, unnest('{-20, 40}'::int[]) as day;
  insert into services (tenant_id, name, duration_minutes, step_minutes, buffer_after_minutes, price_minor, currency, horizon_days)
  select tenant_id, service.name, minutes, 30, 10, 5000, 'EUR', 60
  from tenants, (values ('Beard', 30), ('Haircut', 60)) as service (name, minutes);
  insert into service_specialists (tenant_id, service_id, specialist_id)
  select services.tenant_id, services.id, specialists.id from services join specialists using (tenant_id);

  insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
  select tenant_id, id, 'booking', starts_at, starts_at + interval '45 minutes'
  from generate_series(${FIRST_DAY}, ${LAST_DAY}) as day, specialists, unnest('{9, 11, 14, 15, 17}'::int[]) as hour,
    lateral (select ((current_date + day)::timestamp + make_interval(hours => hour, mins => position % 4 * 15)) at time zone time_zone
      as starts_at) as at;
  alter table reservations add constraint reservations_no_overlap
    exclude using gist (tenant_id with =, specialist_id with =, blocked with &&);
  analyze`;

export type Business = {
  readonly slug: string;
  readonly tenant_id: string;
  readonly service_ids: readonly string[];
  readonly specialist_ids: readonly string[];
};

export type Seeded = { readonly businesses: readonly Business[]; readonly days: readonly string[] };

/** Fills the database, and says what can be asked of it: every business, and the days that have bookings ahead. */
export const seed = async (database: BenchDatabase): Promise<Seeded> => {
  await database.asOwner(STATEMENTS);
  const businesses = await database.asOwner(`
    select slug, tenant_id,
      (select array_agg(id::text) from services where services.tenant_id = tenants.tenant_id) as service_ids,
      (select array_agg(id::text) from specialists where specialists.tenant_id = tenants.tenant_id) as specialist_ids
    from tenants`);
  const days = await database.asOwner(
    `select (current_date + day)::text as day from generate_series(1, ${LAST_DAY}) as day`,
  );
  return { businesses: businesses as Business[], days: days.map(({ day }) => String(day)) };
};
