/** The nearest free starts: found by walking outwards, and yet those that looking at everything would find. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { toQuery } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { openStudio, type Studio } from '../../test-support/studio.ts';
import { addDays, DAY_MS, MINUTE_MS } from '../../time.ts';
import { loadOffer, nearestSlots, toSlot } from './offer.ts';
import { lastDay, offerDays } from './rules-offer.ts';

const world = await testBackend({ after });
const NOW = Date.parse(MONDAY);
const TODAY = MONDAY.slice(0, 10);
const ZONES = ['Asia/Tokyo', 'America/New_York', 'UTC'] as const;

const wantedOf = ({ service_id }: Studio) => ({ service_id, specialist_id: null, language: 'en' }) as const;

/** All there is, sorted by how far it is away. */
const nearestOfAll = (studio: Studio, wanted_at: number, count: number) =>
  world.backend.inTenant(studio.tenant_id, async (tx) => {
    const [from_day, far] = [addDays(TODAY, -1), addDays(TODAY, 800)];
    const { staff, zone } = await loadOffer(tx, wantedOf(studio), { from: from_day, to: far });
    const days = offerDays(staff, { zone, from_day, to_day: lastDay(staff, zone, NOW) }, NOW);
    const away = ({ starts_at }: { starts_at: number }) => Math.abs(starts_at - wanted_at);
    const all = days.flatMap(({ slots }) => slots).toSorted((a, b) => away(a) - away(b));
    return all.slice(0, count).map(toSlot);
  });

/** What is free on some days only, and for one specialist of three on each. */
const openOn = async ({ tenant_id, specialist_ids }: Studio, days: readonly number[]) => {
  await world.rows('delete from working_hours where tenant_id = $1', [tenant_id]);
  const intervals = JSON.stringify([{ from_minute: 600, to_minute: 750 }]);
  for (const [index, day] of days.entries())
    await world.rows('insert into overrides (tenant_id, specialist_id, day, intervals) values ($1, $2, $3, $4)', [
      tenant_id,
      specialist_ids[index % 3],
      addDays(TODAY, day),
      intervals,
    ]);
};

test('the nearest starts are those of the whole horizon, wherever they are', async () => {
  const plans = fc.record({
    zone: fc.constantFrom(...ZONES),
    notice_days: fc.constantFrom(0, 0, 9, 40, 300),
    horizon_days: fc.constantFrom(5, 90, 365),
    days: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 6 }),
    asked: fc.array(fc.tuple(fc.integer({ min: -3 * 1440, max: 300 * 1440 }), fc.constantFrom(1, 3, 5)), {
      minLength: 8,
      maxLength: 8,
    }),
  });
  await fc.assert(
    fc.asyncProperty(plans, async ({ zone, notice_days, horizon_days, days, asked }) => {
      const service = { min_notice_minutes: notice_days * 1440, horizon_days };
      const studio = await openStudio(world, { zone, specialists: 3, service });
      await openOn(studio, days);
      for (const [minutes, count] of asked) {
        const wanted_at = NOW + minutes * MINUTE_MS;
        const found = await world.backend.inTenant(studio.tenant_id, (tx) =>
          nearestSlots(tx, wantedOf(studio), { wanted_at, now: NOW, count }),
        );
        assert.deepEqual(found, await nearestOfAll(studio, wanted_at, count));
      }
    }),
    { numRuns: 12 },
  );
});

test('with a long notice no more is read than what lies around the first day that can be booked', async () => {
  const service = { min_notice_minutes: 30 * 1440, horizon_days: 730 };
  const studio = await openStudio(world, { service });
  const read: number[] = [];
  const note = (statement: Parameters<Tx['row']>[0]) => {
    const days = JSON.stringify(toQuery(statement)).match(/20\d\d-\d\d-\d\d/g) ?? [];
    const times = days.map((day) => Date.parse(day));
    read.push((Math.max(...times) - Math.min(...times)) / DAY_MS);
  };
  await world.backend.inTenant(studio.tenant_id, async (tx) => {
    const watched: Tx = {
      ...tx,
      row: (statement) => {
        note(statement);
        return tx.row(statement);
      },
    };
    const [first] = await nearestSlots(watched, wantedOf(studio), { wanted_at: NOW, now: NOW, count: 1 });
    assert.equal(first?.starts_at, '2031-04-02T09:00:00Z');
  });
  assert.ok(read.length > 1 && Math.max(...read) <= 64, `days read at once: ${read}`);
});
