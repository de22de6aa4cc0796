import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createTexts } from '@okno/contract';
import type { ApiClientOptions } from 'grammy';
import { createAccounts } from './accounts.ts';
import { openBots } from './open.ts';
import { pause } from './pause.ts';
import { fingerprintOf, wantedOf } from './setup.ts';
import { openBot, until } from './testing.ts';

type Answer = { readonly status: number; readonly json: () => Promise<object> };
const refusal = (error_code: number): Answer => ({
  status: error_code,
  json: async () => (error_code === 200 ? { ok: true, result: true } : { ok: false, error_code, description: 'no' }),
});

/**
 * Telegram that refuses the first requests (200: that takes anything), and the bots opened on it for webhooks.
 * @param others what another process has told Telegram meanwhile, as far as that is asked about
 */
const open = async (t: TestContext, refusals: number[], wait = pause, others?: () => string) => {
  const { api, account, log } = await openBot(t);
  const told = { asked: 0, configured: 0, revoked: 0 };
  const fetch = async (...request: Parameters<NonNullable<ApiClientOptions['fetch']>>) => {
    told.asked += 1;
    const code = refusals.shift();
    return code === undefined ? api.options.fetch?.(...request) : refusal(code);
  };
  const roster = await openBots({
    accounts: createAccounts([account]),
    api: { ...api, options: { ...api.options, fetch: fetch as unknown as NonNullable<ApiClientOptions['fetch']> } },
    dispatch: async () => {},
    operator: {
      ...(others && { findBot: async () => ({ configured_as: others() }) }),
      noteConfigured: async () => {
        told.configured += 1;
      },
    },
    texts: createTexts(),
    log,
    onRevoked: () => {
      told.revoked += 1;
    },
    public_url: 'http://127.0.0.1:1',
    always: others === undefined,
    first_pause_ms: 10,
    wait,
  });
  return { roster, told, account };
};

test('a bot of which Telegram could not be told is tried again until it is no longer deaf', async (t) => {
  const { roster, told } = await open(t, [500, 502]);
  assert.equal(told.configured, 0, 'the start does not wait for it');
  await until('Telegram has been told', () => told.configured === 1);
  await roster.stop();
});

test('to tell Telegram anew of a bot takes its turn like the first time, and once is enough for all who ask meanwhile', async (t) => {
  const turns: number[] = [];
  const { roster, told, account } = await open(t, Array(100).fill(200), async (ms) => void turns.push(ms));
  for (let count = turns.length + 1; count <= 21; count += 1) {
    // As long as the telling of before is not over, it is enough.
    await until(`it has its ${count}th turn`, () => {
      if (turns.length >= count) return true;
      roster.tellAnew(account);
      roster.tellAnew(account);
      return false;
    });
    assert.equal(turns.length, count, 'the second wish was fulfilled by the first');
  }
  assert.deepEqual(turns.slice(0, 20), Array(20).fill(0));
  assert.ok((turns[20] ?? 0) > 0, 'the twenty-first has to wait');
  await until('it has been told', () => told.configured === 21);
  roster.tellAnew({ ...account });
  await roster.stop();
  roster.tellAnew(account);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
  assert.equal(turns.length, 21, 'nobody is told of who has left, or after the end');
});

test('of two processes that begin at once, who has to wait finds that Telegram has been told by the other', async (t) => {
  const { account } = await openBot(t);
  const known = fingerprintOf(account, wantedOf(createTexts(), 'http://127.0.0.1:1'));
  let other = 'nothing yet';
  const wait = async (ms: number) => {
    if (ms > 0) other = known;
  };
  const { roster, told, account: mine } = await open(t, [429], wait, () => other);
  await until('it has waited', () => other === known);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
  assert.deepEqual([told.asked, told.configured], [1, 0]);
  // But what Telegram should know and does not is told all the same.
  roster.tellAnew(mine);
  await until('it is told anew', () => told.configured === 1);
  await roster.stop();
});

test('the control: while no other process has told Telegram, who has waited does', async (t) => {
  const { roster, told } = await open(
    t,
    [429],
    async () => {},
    () => 'nothing yet',
  );
  await until('it is told', () => told.configured === 1);
  await roster.stop();
});

test('stopping ends the tries', async (t) => {
  const goOn = Promise.withResolvers<void>();
  let pauses = 0;
  const wait = async (ms: number, signal: AbortSignal) => {
    if (ms === 0) return;
    pauses += 1;
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    await Promise.race([goOn.promise, aborted]);
  };
  const { roster, told } = await open(t, [500, 500], wait);
  await until('it waits for its next try', () => pauses === 1);
  await roster.stop();
  // The pause is over now, also for whoever has not heard that it is to stop.
  goOn.resolve();
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
  assert.deepEqual([told.asked, told.configured], [1, 0]);
});

for (const code of [401, 404])
  test(`a bot whose token Telegram refuses with ${code} is revoked and left alone`, async (t) => {
    const { told } = await open(t, [code]);
    assert.deepEqual(told, { asked: 1, configured: 0, revoked: 1 });
  });

test('a token that is taken back between two tries is revoked as well', async (t) => {
  const { roster, told } = await open(t, [500, 401]);
  await until('it is revoked', () => told.revoked === 1);
  await roster.stop();
  assert.equal(told.asked, 2);
});

/** Telegram that has one update for whoever asks first, and nothing for those that follow, who wait. */
const openPolled = async (t: TestContext) => {
  const { account, api, log } = await openBot(t);
  const handled = Promise.withResolvers<void>();
  const asking = new Set<object>();
  const world = { given: false, handling: false };
  const getUpdates = async (signal: AbortSignal): Promise<Answer> => {
    if (world.given) {
      const question = {};
      asking.add(question);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      asking.delete(question);
      throw signal.reason;
    }
    world.given = true;
    return { status: 200, json: async () => ({ ok: true, result: [{ update_id: 1 }] }) };
  };
  const fetch = async (url: string, { signal, body }: { signal: AbortSignal; body: string }): Promise<Answer> =>
    url.endsWith('/getUpdates') && !body.includes('"timeout":0')
      ? getUpdates(signal)
      : { status: 200, json: async () => ({ ok: true, result: [] }) };
  const accounts = createAccounts([account]);
  const roster = await openBots({
    accounts,
    api: { ...api, options: { ...api.options, fetch: fetch as unknown as NonNullable<ApiClientOptions['fetch']> } },
    dispatch: async () => {
      world.handling = true;
      await handled.promise;
    },
    operator: { noteConfigured: async () => {} },
    texts: createTexts(),
    log,
    onRevoked: () => assert.fail('the token is good'),
    public_url: null,
    always: false,
  });
  await until('an update is dealt with', () => world.handling);
  const become = (token: string) => {
    const other = { ...account, token };
    accounts.add(other);
    return roster.serve(other);
  };
  /** What was begun has shown itself by then: nothing on the way waits for more than promises. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
  };
  return { roster, accounts, account, asking, become, settle, finishUpdate: handled.resolve };
};

test('a bot that leaves while its listening of before comes to its end is not listened to anew', async (t) => {
  const { roster, accounts, account, asking, become, settle, finishUpdate } = await openPolled(t);
  const becoming = become('7100001:another');
  accounts.remove(account.bot_info.id);
  const leaving = roster.leave(account.bot_info.id);
  finishUpdate();
  await Promise.all([becoming, leaving]);
  await settle();
  assert.equal(asking.size, 0);
});

test('nothing begins any more when all are stopped meanwhile', async (t) => {
  const { roster, asking, become, settle, finishUpdate } = await openPolled(t);
  const becoming = become('7100001:another');
  const stopping = roster.stop();
  finishUpdate();
  await Promise.all([becoming, stopping]);
  await settle();
  assert.equal(asking.size, 0);
});

test('a bot that becomes another twice in a row is listened to once, and can be left', async (t) => {
  const { roster, asking, become, settle, finishUpdate } = await openPolled(t);
  const becoming = [become('7100001:another'), become('7100001:yet-another')];
  finishUpdate();
  await Promise.all(becoming);
  await settle();
  assert.equal(asking.size, 1);
  await roster.stop();
  await settle();
  assert.equal(asking.size, 0);
});
