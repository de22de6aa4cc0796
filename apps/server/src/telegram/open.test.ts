import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createTexts } from '@okno/contract';
import type { ApiClientOptions } from 'grammy';
import { createAccounts } from './accounts.ts';
import { openBots } from './open.ts';
import { openBot, until } from './testing.ts';

type Answer = { readonly status: number; readonly json: () => Promise<object> };
const refusal = (error_code: number): Answer => ({
  status: error_code,
  json: async () => ({ ok: false, error_code, description: 'no' }),
});

/** Telegram that refuses the first requests, and the bots opened on it for webhooks. */
const open = async (t: TestContext, refusals: number[]) => {
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
    always: true,
    first_pause_ms: 10,
  });
  return { roster, told };
};

test('a bot of which Telegram could not be told is tried again until it is no longer deaf', async (t) => {
  const { roster, told } = await open(t, [500, 502]);
  assert.equal(told.configured, 0, 'the start does not wait for it');
  await until('Telegram has been told', () => told.configured === 1);
  await roster.stop();
});

test('stopping ends the tries', async (t) => {
  const { roster, told } = await open(
    t,
    Array.from({ length: 1000 }, () => 500),
  );
  await until('it was tried again', () => told.asked > 1);
  await roster.stop();
  const { asked } = told;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(told.asked, asked);
  assert.equal(told.configured, 0);
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
