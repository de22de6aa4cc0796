import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { InTenant, Tx } from '../../db/tx.ts';
import { testBackend } from '../../test-support/backend.ts';
import { planOf } from '../../test-support/plan.ts';
import { findTime } from './store.ts';
import { findOffer } from './store-offer.ts';

const TENANTS = 5;
const PER_SPECIALIST = 400;

/** Businesses of three specialists with a past and some days ahead, as large tables look to the planner: analysed. */
const STATEMENTS = `
  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
  select gen_random_uuid(), 'plans-' || n, 'Plans', 'Europe/Berlin', 'en', 'EUR' from generate_series(1, ${TENANTS}) as n;
  insert into specialists (tenant_id, name, time_zone, position)
  select tenant_id, 'Specialist', 'Europe/Berlin', n from tenants, generate_series(1, 3) as n;
  insert into working_hours (tenant_id, specialist_id, weekday, from_minute, to_minute)
  select tenant_id, id, weekday, 540, 1140 from specialists, generate_series(0, 6) as weekday;
  insert into services (tenant_id, name, duration_minutes, step_minutes, price_minor, currency, horizon_days)
  select tenant_id, 'Haircut', 60, 30, 5000, 'EUR', 60 from tenants;
  insert into service_specialists (tenant_id, service_id, specialist_id)
  select services.tenant_id, services.id, specialists.id from services join specialists using (tenant_id);
  insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
  select tenant_id, id, 'booking', starts_at, starts_at + interval '1 hour'
  from specialists, generate_series(1, ${PER_SPECIALIST}) as n,
    lateral (select date_trunc('day', now()) + (n - 350) * interval '5 hours' as starts_at) as at;
  analyze`;

type Asked = { readonly tenant_id: string; readonly service_id: string; readonly specialist_id: string };

const seeded = async (t: TestContext) => {
  const { backend, rows } = await testBackend(t);
  for (const statement of STATEMENTS.split(';')) await rows(statement);
  const [asked] = await rows<Asked>('select tenant_id, service_id, specialist_id from service_specialists limit 1');
  if (asked === undefined) throw new Error('nothing was seeded');
  return { inTenant: backend.inTenant, asked, rows };
};

/** By which indexes the plan finds reservations, be it row by row or by a bitmap. */
const indexesOf = (plan: readonly string[]): string[] =>
  plan.flatMap((line) => /Index (?:Only )?Scan (?:Backward )?(?:using|on) (reservations_\w+)/.exec(line)?.[1] ?? []);

const DAY = { from: '2031-03-03', to: '2031-03-03' };
/** What begins in between, and of each specialist the last that began before. */
const BY_INDEX = ['reservations_start', 'reservations_start'];
/** The rooms' rows by their start, and of each the row that it accompanies. */
const ROOMS_BY_INDEX = ['reservations_room_start', 'reservations_pkey'];

test('what occupies specialists is read by start and tenant, however long their past is', async (t) => {
  const { inTenant, asked } = await seeded(t);
  const { service_id, specialist_id } = asked;
  const questions: Question[] = [
    ['of anybody', ROOMS_BY_INDEX, (tx) => findOffer(tx, { service_id, specialist_id: null, language: 'en' }, DAY)],
    ['of one', ROOMS_BY_INDEX, (tx) => findOffer(tx, { service_id, specialist_id, language: 'en' }, DAY)],
    ['of one, whatever they give', [], (tx) => findTime(tx, specialist_id, DAY)],
  ];
  await check(inTenant, asked, questions);
  // Once the timetable of the service is known, only what takes time is asked for.
  await inTenant(asked.tenant_id, (tx) => findOffer(tx, { service_id, specialist_id: null, language: 'en' }, DAY));
  await check(inTenant, asked, [
    ['of anybody known', [], (tx) => findOffer(tx, { service_id, specialist_id: null, language: 'en' }, DAY)],
    ['of one who is known', [], (tx) => findOffer(tx, { service_id, specialist_id, language: 'en' }, DAY)],
  ]);
});

type Question = [what: string, more: string[], ask: (tx: Tx) => Promise<unknown>];

const check = async (inTenant: InTenant, asked: Asked, questions: readonly Question[]) => {
  for (const [what, more, ask] of questions) {
    const plan = await inTenant(asked.tenant_id, (tx) => planOf(tx, ask));
    assert.deepEqual(indexesOf(plan), [...BY_INDEX, ...more], `${what}:\n${plan.join('\n')}`);
    const conditions = plan.filter((line) => line.includes('Index Cond'));
    assert.ok(conditions.length >= 3, what);
    for (const condition of conditions) assert.match(condition, /tenant_id = \(current_setting/, what);
    assert.ok(
      conditions.some((line) => /specialist_id = ANY .*starts_at >= .*starts_at < /.test(line)),
      `${what}: the start is a condition of the index`,
    );
    assert.ok(
      conditions.some((line) => /specialist_id = one\S*\.specialist\) AND \(starts_at < /.test(line)),
      `${what}: the last before is the first of the index, read backwards`,
    );
    assert.equal(plan.filter((line) => line.includes('Seq Scan')).length, 0, what);
  }
};

test('without the index by start the same statement would read the whole past', async (t) => {
  const { inTenant, asked, rows } = await seeded(t);
  await rows('drop index reservations_start');
  const ask = (tx: Tx) => findTime(tx, asked.specialist_id, DAY);
  const plan = await inTenant(asked.tenant_id, (tx) => planOf(tx, ask));
  assert.notDeepEqual(indexesOf(plan), BY_INDEX);
});
