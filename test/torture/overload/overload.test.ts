import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { localTransport, type Transport } from '@okno/contract';
import { bounded } from '../../../apps/server/src/load/bounded.ts';
import { createGate } from '../../../apps/server/src/load/gate.ts';
import { testBackend } from '../../../packages/backend/src/test-support/backend.ts';
import { openStudio, type Studio } from '../../../packages/backend/src/test-support/studio.ts';

const world = await testBackend({ after }, { connections: 8 });

const never = () => () => {};

/** The backend behind a gate in which nobody's patience ends: what is looked at is the order, not the machine. */
const behindGate = (inside: Transport): Transport => {
  const gate = createGate({ most: 4, most_each: 3, now: () => 0, setTimer: never });
  const laneOf = (caller: Parameters<typeof world.backend.knownTenantOf>[0]) =>
    world.backend.knownTenantOf(caller) ?? 'unknown';
  return bounded(inside, { gate, laneOf, patience_ms: 1 });
};

const STORM = 400;
const QUIET = 20;

/**
 * How many of a storm of questions had been begun when the last one of a quiet business was. What has begun is
 * counted, not what has ended: how long one takes is the machine's affair, in which order they begin is the gate's.
 */
const stormBefore = async (doorOf: (inside: Transport) => Transport): Promise<number> => {
  const [storm, quiet] = [await openStudio(world), await openStudio(world)];
  const begun = new Map([
    [storm.slug, 0],
    [quiet.slug, 0],
  ]);
  let before = 0;
  const transport = doorOf((call) => {
    const slug = call.caller.via === 'service' ? (call.caller.tenant ?? '') : '';
    begun.set(slug, (begun.get(slug) ?? 0) + 1);
    if (slug === quiet.slug) before = begun.get(storm.slug) ?? 0;
    return world.backend.call(call);
  });
  const ask = async ({ slug, service_id }: Studio) => {
    const caller = { via: 'service', tenant: slug, language: 'en' } as const;
    const input = { service_id, date: '2031-03-04' };
    await localTransport(transport)({ name: 'scheduling.free_slots_day', input, caller, request_id: 'r' });
  };
  // Both are known: who comes for the first time shares a lane with all strangers.
  await Promise.all([ask(storm), ask(quiet)]);
  begun.set(storm.slug, 0).set(quiet.slug, 0);
  await Promise.all([
    ...Array.from({ length: STORM }, () => ask(storm)),
    ...Array.from({ length: QUIET }, () => ask(quiet)),
  ]);
  assert.deepEqual([begun.get(storm.slug), begun.get(quiet.slug)], [STORM, QUIET], 'and nobody was forgotten');
  return before;
};

test('a quiet business is served while hundreds of questions of another one wait', async () => {
  const before = await stormBefore(behindGate);
  // They take turns; of the four places three may be taken when it begins.
  assert.ok(before <= 4 * QUIET, `${before} of the storm came first`);
});

test('control: without the gate it waits for the end of the storm', async () => {
  const before = await stormBefore((inside) => inside);
  assert.ok(before > STORM / 2, `only ${before} of the storm came first`);
});
