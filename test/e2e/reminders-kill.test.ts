import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createClient } from 'redis';
import { startRedis } from '../support/redis.ts';
import { openAssistant } from './support/assistant.ts';
import { atEnd, tempFolder, until } from './support/at-end.ts';
import { openStudioDatabase } from './support/database.ts';
import { startOkno } from './support/okno.ts';
import { BOT, openEmulator, SERVICE_KEY } from './support/studio.ts';

const REMINDERS = 240;
/** They fire within so long. */
const SPREAD_MS = 2_000;

test('a process that is killed while reminders fire loses none and doubles none', async (t) => {
  const redis = await startRedis(t);
  if (redis === null) return;
  const settings = {
    DATABASE_URL: (await openStudioDatabase(t)).url,
    DATA_DIR: tempFolder(t),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    REDIS_URL: redis.url,
    TELEGRAM_BOT_TOKEN: BOT.token,
    TELEGRAM_API_ROOT: (await openEmulator(t)).url,
    TELEGRAM_BOT_API_KEY: SERVICE_KEY,
    ROLES: 'gateway,worker',
  };
  const first = await startOkno(t, settings);
  const second = await startOkno(t, settings);
  const queue = createClient({ url: redis.url });
  // The server may go before its client at the end.
  queue.on('error', () => {});
  await queue.connect();
  atEnd(t, async () => queue.destroy());
  const ada = await openAssistant(`${second.url}/api/v1`);
  // Far enough that all are set by then, also on a machine that is busy with other things.
  const begin = Date.now() + 15_000;
  const promised: string[] = [];
  const set = async (n: number) => {
    const trigger_at = new Date(begin + (n * SPREAD_MS) / REMINDERS).toISOString();
    const { status, body } = await ada.ask('POST /reminders/', {
      user_id: n,
      type: 'one_time',
      trigger_at,
      payload: '{}',
    });
    assert.equal(status, 201, JSON.stringify(body));
    promised.push(String(body['id']));
  };
  const numbers = Array.from({ length: REMINDERS }, (_, n) => n).values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const n of numbers) await set(n);
    }),
  );
  assert.ok(Date.now() < begin, 'all were set before the first fired');
  const pushed = async () => (await queue.lRange('queue:to_assistant', 0, -1)).map((text) => JSON.parse(text).payload);
  await until('a part has fired', async () => (await pushed()).length >= REMINDERS / 4);
  await first.kill('SIGKILL');
  assert.ok((await pushed()).length < REMINDERS, 'it was killed in the middle');
  await until('the other has fired the rest', async () => (await pushed()).length >= REMINDERS);
  const ids = (await pushed()).map(({ reminder_id }) => String(reminder_id));
  assert.deepEqual(ids.toSorted(), promised.toSorted());
});
