import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import { localTransport, type Transport } from '@okno/contract';
import { openListener } from '../../../apps/server/src/http/testing-app.ts';
import { bounded } from '../../../apps/server/src/load/bounded.ts';
import { createGate } from '../../../apps/server/src/load/gate.ts';
import { testBackend } from '../../../packages/backend/src/test-support/backend.ts';
import { openStudio, type Studio } from '../../../packages/backend/src/test-support/studio.ts';
import { holdSlowly } from './slow.ts';

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

const SLOW = 60;
/** As good as never: a machine that is busy may take long. */
const LONG_MS = 90_000;

/** The HTTP side with slow connections on it, half of them in their headers, half in a body; 0: they have all the time in the world. */
const besideSlow = async (t: TestContext, limits: { headersTimeout: number; requestTimeout: number }) => {
  const { app } = await openListener(t);
  Object.assign(app.server, limits);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const slow = await Promise.all([holdSlowly(port, SLOW / 2, 'headers'), holdSlowly(port, SLOW / 2, 'body')]);
  const countCut = async (ms: number): Promise<number> => {
    const cut = await Promise.all(slow.map((part) => part.countCut(ms)));
    return cut.reduce((all, count) => all + count);
  };
  const ask = async (): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/services`);
    await answer.text();
    return answer.status;
  };
  return { ask, countCut };
};

test('slow connections are cut and keep nobody from being answered; control: without limits none of them is', async (t) => {
  // Less patience than in life, and enough for who is honest: a connection counts from when it is accepted, before its first byte.
  const ours = await besideSlow(t, { headersTimeout: 2_000, requestTimeout: 4_000 });
  const patient = await besideSlow(t, { headersTimeout: 0, requestTimeout: 0 });
  assert.deepEqual([await ours.ask(), await patient.ask()], [200, 200]);
  assert.equal(await ours.countCut(LONG_MS), SLOW);
  assert.equal(await ours.ask(), 200);
  assert.equal(await patient.countCut(0), 0);
});
