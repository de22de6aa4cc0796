import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type { FarBotAccess } from '@okno/backend';
import { createTexts, FAR_BOTS_PATH, FarBots } from '@okno/contract';
import { createLog } from '../log.ts';
import { tokenDigest } from '../telegram/accounts.ts';
import { createApp } from './app.ts';
import { STRANGERS } from './testing.ts';
import { createWakes } from './waiting.ts';

const KEY = 'a-service-key-of-the-tests';
const TOKEN = '7100001:a-token-that-opens-a-bot';

const bot = (bot_id: number, token: string | null): FarBotAccess => ({
  ...{ tenant_id: 't', tenant: 'studio', bot_id, kind: 'client', username: `bot_${bot_id}`, name: 'Bot' },
  ...{ token, configured_as: null },
});

const open = async (t: TestContext, trustedProxies: readonly string[] = []) => {
  const bots = [bot(7_100_001, TOKEN), bot(7_100_002, null)];
  const done: unknown[] = [];
  const written: string[] = [];
  const lines = new Writable({ write: (chunk, _, next) => next(void written.push(String(chunk))) });
  const wrong: string[] = [];
  const app = await createApp({
    ...{ call: async () => ({}), readFeed: async () => undefined, ...STRANGERS },
    ...{ keys: [KEY], wakes: createWakes(), texts: createTexts(), log: createLog('trace', lines), version: '0' },
    onWrongKey: ({ action }) => void wrong.push(action),
    operator: {
      listFarBots: async () => bots,
      noteConfigured: async (...told) => void done.push(told),
      revokeBot: async (...told) => void done.push(told),
      revokeToken: async (tenant, id, isInQuestion) => void done.push([tenant, id, isInQuestion(TOKEN)]),
    },
    health: { isConnected: async () => true, isReady: () => true },
    limitAddress: null,
    trustedProxies,
    serveApi: true,
  });
  t.after(() => app.close());
  const list = (
    headers: Record<string, string> = { 'x-service-key': KEY },
    version = '',
    remoteAddress = '127.0.0.1',
  ) => app.inject({ url: `${FAR_BOTS_PATH}${version === '' ? '' : `?version=${version}`}`, headers, remoteAddress });
  const tell = (bot_id: number, payload: object, key = KEY) =>
    app.inject({ method: 'PUT', url: `${FAR_BOTS_PATH}/${bot_id}/news`, headers: { 'x-service-key': key }, payload });
  return { bots, done, written, wrong, list, tell };
};

test('who has a service key is told of the far bots whose tokens can be opened, once until something changes', async (t) => {
  const { bots, list } = await open(t);
  const first = await list();
  assert.equal(first.headers['cache-control'], 'no-store');
  const { version, bots: told } = FarBots.parse(first.json());
  assert.deepEqual(
    told?.map(({ bot_id, token, tenant }) => [bot_id, token, tenant]),
    [[7_100_001, TOKEN, 'studio']],
  );
  assert.deepEqual((await list(undefined, version)).json(), { version, bots: null });
  bots[0] = { ...bot(7_100_001, TOKEN), configured_as: 'told' };
  assert.equal((await list(undefined, version)).json().bots, null, 'what Telegram was told is no news');
  bots[0] = bot(7_100_001, `${TOKEN}-changed`);
  assert.equal((await list(undefined, version)).json().bots[0].token, `${TOKEN}-changed`);
});

test('nobody else is, and no log hears of a token', async (t) => {
  const { written, wrong, list, tell } = await open(t);
  assert.equal((await list({})).statusCode, 401);
  assert.equal((await list({ 'x-service-key': 'another' })).statusCode, 403);
  assert.equal((await tell(7_100_001, { revoked: true }, 'another')).statusCode, 403);
  assert.deepEqual(wrong, ['internal.bots', 'internal.bots', 'internal.bot_news']);
  await list();
  assert.match(written.join(''), /far_bots_told/);
  assert.doesNotMatch(written.join(''), /a-token|a-service-key/);
});

test('tokens are told over https, or inside the machine, and no other way', async (t) => {
  const { list } = await open(t, ['127.0.0.1', '10.0.0.5']);
  const from = (remote: string, proto?: string) =>
    list({ 'x-service-key': KEY, ...(proto === undefined ? {} : { 'x-forwarded-proto': proto }) }, '', remote);
  for (const near of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) assert.equal((await from(near)).statusCode, 200, near);
  assert.equal((await from('10.0.0.5', 'https')).statusCode, 200);
  assert.equal((await from('127.0.0.1', 'https')).statusCode, 200);
  const PLAIN = [['10.0.0.5'], ['10.0.0.5', 'http'], ['127.0.0.1', 'http'], ['10.0.0.6', 'https']] as const;
  for (const [remote, proto] of PLAIN) {
    const answer = await from(remote, proto);
    assert.equal(answer.statusCode, 403, `${remote} ${proto}`);
    assert.doesNotMatch(answer.body, /a-token/);
  }
});

test('what became of a far bot is written down; of others nobody is told', async (t) => {
  const { done, tell } = await open(t);
  assert.equal((await tell(7_100_001, { configured_as: 'abc' })).statusCode, 204);
  assert.equal((await tell(7_100_001, { revoked: true })).statusCode, 204);
  for (const token of [TOKEN, 'another'])
    assert.equal((await tell(7_100_001, { revoked: true, token_digest: tokenDigest(token) })).statusCode, 204);
  assert.deepEqual(done, [
    ['t', 7_100_001, 'abc'],
    ['t', 7_100_001],
    ['t', 7_100_001, true],
    ['t', 7_100_001, false],
  ]);
  assert.equal((await tell(9, { revoked: true })).statusCode, 404);
  for (const wrong of [{}, { revoked: false }, { configured_as: '' }, { configured_as: 'a', revoked: true }])
    assert.equal((await tell(7_100_001, wrong)).statusCode, 400, JSON.stringify(wrong));
  assert.equal(done.length, 4);
});
