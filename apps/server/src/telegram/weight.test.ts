import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createBotFace, createPacer } from '@okno/bot';
import { type Call, createClient, createTexts, type KeyValue } from '@okno/contract';
import type { ApiClientOptions } from 'grammy';
import { type Account, createAccounts, toAccount } from './accounts.ts';
import { createDispatcher } from './dispatch.ts';
import { createBotTrace } from './watch.ts';

const NOW = Date.parse('2026-03-02T07:00:00Z');
const FIRST = 7_200_000_000;
/** What lives at first is made while the first of them are written to. */
const WARM = 600;
const BOTS = 1000;
const MOST_BYTES = 3072;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is reachable, in bytes. */
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

/** What outlives the process is kept outside of it. */
const elsewhere: KeyValue = {
  get: async () => null,
  set: async () => {},
  compareAndSet: async () => true,
  delete: async () => {},
  count: async () => ({ count: 1, left_ms: 1000 }),
  publish: async () => {},
  subscribe: async () => () => {},
};

const business = {
  ...{ slug: 'salon', name: 'Salon', time_zone: 'Europe/Moscow', cancel_notice_minutes: 1440 },
  ...{ phone: null, address: null },
};

/** A backend of which everybody is a client; each answer is made anew, as one that has travelled. */
const answer = async ({ name, caller }: Call): Promise<unknown> => {
  const who = caller.via === 'telegram' ? caller.name : '';
  const me = { role: 'client', name: who, language: 'en', client_id: null, specialist_id: null, tenant: business };
  const answers: Record<string, unknown> = { 'people.me': me, 'texts.own': { version: 1, texts: {} } };
  return JSON.parse(JSON.stringify(answers[name] ?? { items: [], page: 1, limit: 100, total: 0 }));
};

/** A Telegram that takes everything. */
const fetchNothing = async () => ({
  ok: true,
  status: 200,
  json: async () => ({ ok: true, result: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, text: '' } }),
});

const botOf = (index: number): Account =>
  toAccount(
    {
      ...{ tenant_id: `tenant-${index}`, bot_id: FIRST + index, configured_as: null },
      ...{ username: `weight_${index}_bot`, name: `Salon ${index}`, token: `${FIRST + index}:AAF-${index}` },
    },
    (purpose) => purpose,
  );

/** What one bot costs to which somebody new has written, in bytes: beyond what it costs when it is silent. */
const weightOf = async (onUpdate: (bot_id: number) => void): Promise<number> => {
  const accounts = createAccounts(Array.from({ length: WARM + BOTS }, (_, index) => botOf(index)));
  const trace = createBotTrace(() => NOW);
  const failures: string[] = [];
  const face = createBotFace({
    connect: (caller, request_id) => createClient(answer as never, caller, request_id),
    ...{ texts: createTexts(), store: elsewhere, now: () => NOW, newRequestId: () => 'request' },
    api: { fetch: fetchNothing as unknown as NonNullable<ApiClientOptions['fetch']> },
    pacer: createPacer({ ticks: () => NOW, setTimer: () => () => {} }),
    log: ({ event, reason }) => failures.push(`${event}: ${reason}`),
  });
  const { dispatchPosted } = createDispatcher(face, {
    onUpdate: (bot_id) => {
      trace.noteUpdate(bot_id);
      onUpdate(bot_id);
    },
  });
  const write = async (all: readonly Account[]): Promise<void> => {
    for (const account of all) {
      const { id } = account.bot_info;
      const who = { id: id - FIRST + 1_000_000, first_name: `Person ${id}` };
      const from = { ...who, is_bot: false, language_code: 'en' };
      const message = { message_id: 1, date: 1, text: '/start', chat: { ...who, type: 'private' as const }, from };
      await dispatchPosted(account, { update_id: id, message: { ...message, entities: commandAt(0) } });
    }
  };
  const all = accounts.all();
  await write(all.slice(0, WARM));
  const before = heap();
  await write(all.slice(WARM));
  const bytes = (heap() - before) / BOTS;
  assert.deepEqual(failures, []);
  // Nothing of it may have been let go before it was weighed.
  assert.ok([face, dispatchPosted, trace.lastUpdate(FIRST)].every((one) => one !== null));
  return bytes;
};

/** The least of some weighings: what V8 compiles and moves beside one of them lies in that one, and what is kept of a bot in all. */
const leastWeightOf = async (onUpdate: (bot_id: number) => void): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least > MOST_BYTES; tries += 1) least = Math.min(least, await weightOf(onUpdate));
  return least;
};

const commandAt = (offset: number) => [{ type: 'bot_command' as const, offset, length: '/start'.length }];

test('a bot that was written to costs no more than three kilobytes', async () => {
  const bytes = await leastWeightOf(() => {});
  assert.ok(bytes <= MOST_BYTES, `${Math.round(bytes)} bytes a bot`);
  assert.ok(bytes > 100, `${Math.round(bytes)} bytes a bot: nothing was weighed`);
});

test('control: what is kept of every bot is weighed', async () => {
  const kept: number[][] = [];
  const bytes = await leastWeightOf((bot_id) => void kept.push(Array.from({ length: 500 }, () => bot_id)));
  assert.ok(bytes > MOST_BYTES, `${Math.round(bytes)} bytes a bot`);
  assert.equal(kept.length, 3 * (WARM + BOTS), 'weighed three times, and three times too heavy');
});
