import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { type KeyFamily, KeyValueAway, storeKey } from '@okno/contract';
import { createClient } from 'redis';
import { startRedis } from '../../../../test/support/redis.ts';
import { openRedis } from './testing.ts';

const FILE = path.resolve(import.meta.dirname, '../../../../deploy/redis/users.acl');
const TTL_MS = 60_000;
const PASSWORDS = { bot: 'of-the-bot', backend: 'of-the-backend', assistant: 'of-assistants' };

const hash = (password: string): string => createHash('sha256').update(password).digest('hex');

/** A server with our file in which the passwords have been filled in, as docs/redis.md says. */
const startGuarded = async (t: TestContext) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'okno-acl-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'users.acl');
  const text = readFileSync(FILE, 'utf8')
    .replace('BOT_PASSWORD_SHA256', hash(PASSWORDS.bot))
    .replace('BACKEND_PASSWORD_SHA256', hash(PASSWORDS.backend))
    .replace('ASSISTANT_PASSWORD_SHA256', hash(PASSWORDS.assistant));
  writeFileSync(file, text);
  const redis = await startRedis(t, ['--aclfile', file]);
  if (redis === null) return null;
  const urlOf = (user: keyof typeof PASSWORDS) => `redis://${user}:${PASSWORDS[user]}@127.0.0.1:${redis.port}`;
  return { redis, urlOf };
};

const keyOf = (family: KeyFamily) => storeKey(family, { bot_id: 7 }, 42);
const BOTS: readonly KeyFamily[] = ['fsm', 'otp', 'attempts', 'last_menu', 'locks'];
const OTHERS: readonly KeyFamily[] = ['user', 'slots', 'limit'];

test('the file as it stands lets nobody in: a server with it does not start before passwords are given', async (t) => {
  await assert.rejects(startRedis(t, ['--aclfile', FILE]), /has ended/);
});

const connectTo = async (t: TestContext, url: string) => {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  t.after(() => client.isOpen && client.destroy());
  return client.connect();
};

test('the bot works with its own five kinds of keys and reaches no others', async (t) => {
  const guarded = await startGuarded(t);
  if (guarded === null) return;
  const [bot, backend] = await Promise.all([
    openRedis(t, guarded.urlOf('bot')),
    openRedis(t, guarded.urlOf('backend')),
  ]);
  for (const family of BOTS) {
    const key = keyOf(family);
    await bot.set(key, 'a', TTL_MS);
    assert.equal(await bot.compareAndSet(key, { from: 'a', to: 'b', ttl_ms: TTL_MS }), true);
    assert.equal(await backend.get(key), 'b', 'the backend sees everything');
    await bot.delete(key);
    assert.equal((await bot.count(key, TTL_MS)).count, 1);
  }
  for (const family of OTHERS) {
    const key = keyOf(family);
    await backend.set(key, 'secret', TTL_MS);
    for (const attempt of [
      () => bot.get(key),
      () => bot.set(key, 'x', TTL_MS),
      () => bot.delete(key),
      () => bot.count(key, TTL_MS),
      () => bot.compareAndSet(key, { from: 'secret', to: null, ttl_ms: TTL_MS }),
      () => bot.publish(key, 'x'),
    ])
      await assert.rejects(attempt(), (error) => {
        assert.ok(error instanceof KeyValueAway && /NOPERM/.test(String(error.cause)), family);
        return true;
      });
    assert.equal(await backend.get(key), 'secret');
  }
});

test('the backend does all that a store does, tells and hears', async (t) => {
  const guarded = await startGuarded(t);
  if (guarded === null) return;
  const backend = await openRedis(t, guarded.urlOf('backend'));
  const heard = new Promise((resolve) => void backend.subscribe(keyOf('user'), resolve).then(() => told()));
  const told = () => backend.publish(keyOf('user'), 'drop it');
  assert.equal(await heard, 'drop it');
  for (const family of [...BOTS, ...OTHERS]) assert.equal((await backend.count(keyOf(family), TTL_MS)).count, 1);
});

test('nobody may see all keys, empty the server or change who may what; others are not let in', async (t) => {
  const guarded = await startGuarded(t);
  if (guarded === null) return;
  const connect = (url: string) => connectTo(t, url);
  for (const user of ['bot', 'backend', 'assistant'] as const) {
    const client = await connect(guarded.urlOf(user));
    for (const words of [['KEYS', '*'], ['FLUSHALL'], ['ACL', 'LIST'], ['CONFIG', 'GET', '*'], ['CLIENT', 'LIST']])
      await assert.rejects(client.sendCommand(words), /NOPERM/, `${user}: ${words.join(' ')}`);
  }
  const bot = await connect(guarded.urlOf('bot'));
  for (const words of [['SCAN', '0'], ['RANDOMKEY'], ['SUBSCRIBE', 'user:bot:7'], ['LPUSH', 'queue:to_assistant', 'x']])
    await assert.rejects(bot.sendCommand(words), /NOPERM/, words.join(' '));
  const stranger = await connect(guarded.redis.url).catch((error: Error) => error);
  const refused = stranger instanceof Error ? stranger : await stranger.ping().catch((error: Error) => error);
  assert.match(String(refused), /NOAUTH|WRONGPASS/);
  await assert.rejects(connect(`redis://bot:wrong@127.0.0.1:${guarded.redis.port}`), /WRONGPASS/);
});

test('who takes events takes them from the queue, and can do nothing else there or anywhere', async (t) => {
  const guarded = await startGuarded(t);
  if (guarded === null) return;
  const [taker, backend] = await Promise.all([
    connectTo(t, guarded.urlOf('assistant')),
    connectTo(t, guarded.urlOf('backend')),
  ]);
  await backend.lPush('queue:to_assistant', ['first', 'second', 'third']);
  await backend.set('pushed:event:1', '1');
  assert.equal((await taker.brPop('queue:to_assistant', 1))?.element, 'first');
  assert.deepEqual(await taker.sendCommand(['LMPOP', '1', 'queue:to_assistant', 'RIGHT', 'COUNT', '1']), [
    'queue:to_assistant',
    ['second'],
  ]);
  for (const words of [
    ['LPUSH', 'queue:to_assistant', 'forged'],
    ['RPUSH', 'queue:to_assistant', 'forged'],
    ['LMOVE', 'queue:to_assistant', 'queue:to_assistant', 'RIGHT', 'LEFT'],
    ['LRANGE', 'queue:to_assistant', '0', '-1'],
    ['DEL', 'queue:to_assistant'],
    ['DEL', 'pushed:event:1'],
    ['GET', 'fsm:bot:7:42'],
    ['RPOP', 'queue:of_others'],
    ['EVAL', "return redis.call('LPUSH', KEYS[1], 'forged')", '1', 'queue:to_assistant'],
    ['SUBSCRIBE', 'user:bot:7'],
  ])
    await assert.rejects(taker.sendCommand(words), /NOPERM/, words.join(' '));
  assert.deepEqual(await backend.lRange('queue:to_assistant', 0, -1), ['third']);
});
