import type { BenchDatabase } from '../lib/database.ts';
import { CLOSES, OPENS, SERVICE, TAKEN, ZONE } from './month.ts';

const STATEMENTS = `
  create temp table made as
  select gen_random_uuid() as tenant_id, gen_random_uuid() as service_id, gen_random_uuid() as specialist_id;
  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
  select tenant_id, 'bench', 'Bench', '${ZONE}', 'en', 'EUR' from made;
  insert into specialists (tenant_id, id, name, time_zone)
  select tenant_id, specialist_id, 'Specialist', '${ZONE}' from made;
  insert into working_hours (tenant_id, specialist_id, weekday, from_minute, to_minute)
  select tenant_id, specialist_id, weekday, ${OPENS}, ${CLOSES} from made, generate_series(0, 6) as weekday;
  insert into services (tenant_id, id, name, duration_minutes, step_minutes, buffer_after_minutes, min_notice_minutes,
    price_minor, currency, horizon_days)
  select tenant_id, service_id, 'Haircut', ${SERVICE.duration_minutes}, ${SERVICE.step_minutes},
    ${SERVICE.buffer_after_minutes}, ${SERVICE.min_notice_minutes}, 5000, 'EUR', 730 from made;
  insert into service_specialists (tenant_id, service_id, specialist_id)
  select tenant_id, service_id, specialist_id from made`;

export type SeededMonth = {
  readonly tenant_id: string;
  readonly service_id: string;
  readonly specialist_id: string;
};

/** One specialist with the month's bookings in the database. */
export const seedMonth = async (database: BenchDatabase): Promise<SeededMonth> => {
  await database.asOwner(STATEMENTS);
  const [row] = await database.asOwner('select tenant_id, service_id, specialist_id from service_specialists');
  const seeded = row as SeededMonth;
  await database.asOwner(
    `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
     select $1, $2, 'booking', to_timestamp(at / 1000.0), to_timestamp(until / 1000.0)
     from unnest($3::float8[], $4::float8[]) as taken (at, until)`,
    [
      seeded.tenant_id,
      seeded.specialist_id,
      TAKEN.map(({ starts_at }) => starts_at),
      TAKEN.map(({ ends_at }) => ends_at),
    ],
  );
  await database.asOwner('analyze');
  return seeded;
};
