import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type KeyValue, storeKey } from '@okno/contract';
import fc from 'fast-check';
import { until } from './until.ts';

/** Two processes that share a store, or one process twice where nothing is shared; and whose keys may be kept there. */
export type Shared = {
  readonly one: KeyValue;
  readonly other: KeyValue;
  readonly bot_id: number;
  readonly tenant_id: string;
  /** Another bot, of another tenant. */
  readonly other_bot_id: number;
};

type Open = (t: TestContext) => Promise<Shared | null>;

const LONG_MS = 60_000;
/** Long enough for a few exchanges, short enough to be waited for. */
const SHORT_MS = 300;

type Case = (shared: Shared) => Promise<void>;

/** What every store does, however it keeps things. */
const CASES: Readonly<Record<string, Case>> = {
  'what is set is there for everybody until it is deleted': async ({ one, other, bot_id }) => {
    const key = storeKey('fsm', { bot_id }, 42);
    assert.equal(await one.get(key), null);
    await one.set(key, 'first', LONG_MS);
    await one.set(key, 'Ёж "2"\n', LONG_MS);
    assert.equal(await other.get(key), 'Ёж "2"\n');
    await other.delete(key);
    assert.equal(await one.get(key), null);
    await other.delete(key);
  },
  'an empty text is something': async ({ one, other, bot_id }) => {
    const key = storeKey('fsm', { bot_id }, 'empty');
    await one.set(key, '', LONG_MS);
    assert.equal(await other.get(key), '');
    assert.equal(await one.compareAndSet(key, { from: null, to: 'x', ttl_ms: LONG_MS }), false);
    assert.equal(await one.compareAndSet(key, { from: '', to: 'x', ttl_ms: LONG_MS }), true);
  },
  'everything runs out, also for those who compare': async ({ one, other, bot_id }) => {
    const key = storeKey('otp', { bot_id }, 'soon');
    await one.set(key, 'here', SHORT_MS);
    await one.set(storeKey('otp', { bot_id }, 'late'), 'here', LONG_MS);
    assert.equal(await other.get(key), 'here');
    await until('it has run out', async () => (await other.get(key)) === null);
    assert.equal(await one.compareAndSet(key, { from: 'here', to: 'again', ttl_ms: LONG_MS }), false);
    assert.equal(await one.compareAndSet(key, { from: null, to: 'anew', ttl_ms: LONG_MS }), true);
    assert.equal(await one.get(storeKey('otp', { bot_id }, 'late')), 'here');
  },
  'setting anew makes the time anew': async ({ one, bot_id }) => {
    const [kept, gone] = [storeKey('otp', { bot_id }, 'kept'), storeKey('otp', { bot_id }, 'gone')];
    await one.set(kept, 'a', SHORT_MS);
    await one.set(gone, 'a', SHORT_MS);
    await one.set(kept, 'a', LONG_MS);
    await until('the other has run out', async () => (await one.get(gone)) === null);
    assert.equal(await one.get(kept), 'a');
  },
  'a comparison that fails changes nothing': async ({ one, other, bot_id }) => {
    const key = storeKey('fsm', { bot_id }, 'cas');
    const ttl_ms = LONG_MS;
    assert.equal(await one.compareAndSet(key, { from: 'a', to: 'b', ttl_ms }), false);
    assert.equal(await one.compareAndSet(key, { from: null, to: null, ttl_ms }), true);
    assert.equal(await one.compareAndSet(key, { from: null, to: 'a', ttl_ms }), true);
    assert.equal(await other.compareAndSet(key, { from: null, to: 'b', ttl_ms }), false);
    assert.equal(await other.compareAndSet(key, { from: null, to: null, ttl_ms }), false);
    assert.equal(await other.compareAndSet(key, { from: 'b', to: null, ttl_ms }), false);
    assert.equal(await other.get(key), 'a');
    assert.equal(await other.compareAndSet(key, { from: 'a', to: null, ttl_ms }), true);
    assert.equal(await one.get(key), null);
  },
  'of many who compare at once one wins': async ({ one, other, bot_id }) => {
    const key = storeKey('locks', { bot_id }, 'race');
    for (const from of [null, 'start']) {
      if (from !== null) await one.set(key, from, LONG_MS);
      const tried = Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? one : other).compareAndSet(key, { from, to: `to ${index}`, ttl_ms: LONG_MS }),
      );
      assert.equal((await Promise.all(tried)).filter(Boolean).length, 1);
      await one.delete(key);
    }
  },
  'counting loses nobody, and the first begins the time': async ({ one, other, bot_id }) => {
    const key = storeKey('limit', { bot_id }, 'count');
    const counts = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 2 ? one : other).count(key, LONG_MS)));
    const numbers = counts.map(({ count }) => count).toSorted((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    const { count, left_ms } = await one.count(key, 10 * LONG_MS);
    assert.equal(count, 31);
    assert.ok(left_ms > 0 && left_ms <= LONG_MS, `${left_ms} ms are left`);
    assert.equal(await other.get(key), '31');
  },
  'a count begins anew when its time is over': async ({ one, bot_id }) => {
    const key = storeKey('limit', { bot_id }, 'anew');
    await one.count(key, SHORT_MS);
    await one.count(key, SHORT_MS);
    await until('it has run out', async () => (await one.get(key)) === null);
    const { count, left_ms } = await one.count(key, LONG_MS);
    assert.equal(count, 1);
    assert.ok(left_ms > SHORT_MS);
  },
  'what is no number cannot be counted': async ({ one, bot_id }) => {
    const key = storeKey('limit', { bot_id }, 'word');
    await one.set(key, 'word', LONG_MS);
    await assert.rejects(one.count(key, LONG_MS), (error: Error) => error.name !== 'KeyValueAway');
    assert.equal(await one.get(key), 'word');
  },
  'what does not fit is refused before anything happens': async ({ one, bot_id }) => {
    const key = storeKey('fsm', { bot_id }, 'limits');
    for (const ttl_ms of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 31 * 86_400_000]) {
      await assert.rejects(one.set(key, 'x', ttl_ms), RangeError);
      await assert.rejects(one.count(key, ttl_ms), RangeError);
      await assert.rejects(one.compareAndSet(key, { from: null, to: 'x', ttl_ms }), RangeError);
    }
    await assert.rejects(one.set(key, 'ж'.repeat(32_769), LONG_MS), RangeError);
    await assert.rejects(one.set(key, 'a\0b', LONG_MS), RangeError);
    await assert.rejects(one.publish(key, 'x'.repeat(7001)), RangeError);
    assert.equal(await one.get(key), null);
    await one.set(key, 'ж'.repeat(32_768), LONG_MS);
    assert.equal((await one.get(key))?.length, 32_768);
  },
  'the same person in two bots, and a bot and a tenant, are strangers': async (shared) => {
    const { one, bot_id, other_bot_id, tenant_id } = shared;
    const here = storeKey('fsm', { bot_id }, 42);
    await one.set(here, 'here', LONG_MS);
    for (const key of [
      storeKey('fsm', { bot_id: other_bot_id }, 42),
      storeKey('fsm', { tenant_id }, 42),
      storeKey('last_menu', { bot_id }, 42),
      storeKey('fsm', { bot_id }, 4, 2),
    ]) {
      assert.equal(await one.get(key), null, key.text);
      await one.delete(key);
      await one.set(key, 'elsewhere', LONG_MS);
    }
    assert.equal(await one.get(here), 'here');
  },
  'messages come to whoever listens, in every process, until they stop': async ({ one, other, bot_id }) => {
    const [key, silent] = [storeKey('user', { bot_id }, 1), storeKey('user', { bot_id }, 2)];
    const [heard, also]: [(string | null)[], (string | null)[]] = [[], []];
    const stop = await other.subscribe(key, (message) => heard.push(message));
    await one.subscribe(key, (message) => also.push(message));
    await one.publish(silent, 'not for us');
    await one.publish(key, 'первое слово');
    await one.publish(key, '');
    await until('both have heard it', () => heard.length === 2 && also.length >= 2);
    assert.deepEqual(heard, ['первое слово', '']);
    stop();
    await one.publish(key, 'third');
    await until('who listens still hears', () => also.includes('third'));
    assert.deepEqual(heard, ['первое слово', '']);
  },
  'any text comes back as it was': async ({ one, other, bot_id }) => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0') && value.isWellFormed());
    await fc.assert(
      fc.asyncProperty(text, text, async (part, value) => {
        const key = storeKey('fsm', { bot_id }, part);
        await one.set(key, value, LONG_MS);
        assert.equal(await other.get(key), value);
        assert.equal(await other.compareAndSet(key, { from: value, to: null, ttl_ms: LONG_MS }), true);
      }),
      { numRuns: 50 },
    );
  },
};

/** Has a kind of store show that it does what every store does. */
export const testKeyValue = (name: string, open: Open): void => {
  for (const [what, run] of Object.entries(CASES))
    test(`${name}: ${what}`, async (t) => {
      const shared = await open(t);
      if (shared !== null) await run(shared);
    });
};
