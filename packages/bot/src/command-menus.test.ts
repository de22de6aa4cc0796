import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryKeyValue, createTexts } from '@okno/contract';
import { type Api, GrammyError, HttpError } from 'grammy';
import { createCommandMenus } from './command-menus.ts';
import type { LogEntry } from './deps.ts';
import { MEMBER } from './fake-office.test.ts';
import { createPacer } from './pacer.ts';
import { awayStore, PERSON_ID, testWorld, type World, type WorldOptions } from './world.test.ts';

/** What Telegram was told of commands, the latest last. */
const toldOf = ({ emulator }: World) =>
  emulator.calls
    .filter(({ method }) => method.endsWith('MyCommands'))
    .map(({ method, params }) => {
      const read = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);
      const { chat_id } = read(params['scope']) as { chat_id: number };
      const commands = (read(params['commands'] ?? '[]') as { command: string; description: string }[]) ?? [];
      return { method, chat_id, commands: commands.map(({ command }) => command), words: commands[1]?.description };
    });

const started = async (options: WorldOptions) => {
  const world = await testWorld(options);
  await world.olga.start();
  await world.shows('Salon');
  await world.idle();
  return world;
};

test('clients have the commands of the bot, and nobody is asked to set them', async () => {
  await using world = await started({});
  assert.deepEqual(toldOf(world), []);
});

test('whoever works here has the commands of their work in their own chat, set once', async () => {
  for (const [options, has, hasNot] of [
    [{ staff: true }, ['day', 'week', 'hours', 'off'], ['manage']],
    [{ role: 'moderator' }, ['day', 'week', 'manage'], ['off', 'late']],
  ] as const) {
    await using world = await started(options);
    await world.olga.type('/help');
    await world.shows('I keep the appointment book');
    await world.idle();
    const [told, ...others] = toldOf(world);
    assert.equal(others.length, 0);
    assert.equal(told?.chat_id, PERSON_ID);
    for (const name of has) assert.ok(told?.commands.includes(name), name);
    for (const name of hasNot) assert.ok(!told?.commands.includes(name), name);
    assert.deepEqual(world.logs, []);
  }
});

test('another process sets nothing that is set, a language sets them anew, and with the role they go', async () => {
  const store = createMemoryKeyValue(() => 0);
  await using first = await started({ staff: true, store });
  assert.equal(toldOf(first).length, 1);
  await using second = await started({ staff: true, store });
  assert.deepEqual(toldOf(second), []);
  await second.olga.type('/language');
  await second.shows('Which language');
  await second.olga.tap('🇷🇺 Русский');
  await second.shows('Чем помочь?');
  await second.idle();
  assert.equal(toldOf(second).at(-1)?.words, 'Записаться');
  second.backend.rights.role = 'client';
  await second.olga.type('/day');
  await second.shows(/./);
  await second.idle();
  await using third = await testWorld({ store });
  await third.olga.start();
  await third.shows('Salon');
  await third.idle();
  assert.deepEqual(
    toldOf(third).map(({ method }) => method),
    ['deleteMyCommands'],
  );
});

test('an owner who changes a role, or ends it, changes the commands of that person at once', async () => {
  await using world = await started({ role: 'super_admin' });
  const { olga, shows, backend } = world;
  backend.office.addMember({ telegram_id: 42 });
  const toMember = async () => {
    await olga.type('/manage');
    await shows('What shall we do?');
    await olga.tap('👥 Team and roles');
    await shows('works here');
    await olga.tap(/· Max$/);
    await shows('Max');
  };
  await toMember();
  await olga.tap('👑 Make an owner');
  await shows('Make an owner?');
  await olga.tap('Yes, an owner');
  await world.until(() => toldOf(world).some(({ chat_id }) => chat_id === 42));
  assert.ok(toldOf(world).at(-1)?.commands.includes('manage'));
  await toMember();
  await olga.tap('✖️ Remove from the team');
  await shows('Remove from the team?');
  await olga.tap('Yes, remove');
  await world.until(() => toldOf(world).at(-1)?.method === 'deleteMyCommands');
  assert.equal(toldOf(world).at(-1)?.chat_id, 42);
  assert.ok(!backend.office.staff.has(MEMBER));
  assert.deepEqual(world.logs, []);
});

/** A pacer whose time stands still until it is moved on. */
const silentPacer = (time = { ms: 0 }) => createPacer({ ticks: () => time.ms, setTimer: () => () => undefined });

test('when Telegram wants silence the whole bot keeps it, and nothing is asked before it is over', async () => {
  const time = { ms: 0 };
  const pacer = silentPacer(time);
  const store = createMemoryKeyValue(() => 0);
  const menus = createCommandMenus({ store, pacer, now: () => 0, log: () => undefined });
  let asked = 0;
  const setMyCommands = async () => {
    asked += 1;
    if (asked > 1) return true;
    const refusal = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } };
    throw new GrammyError('no', refusal as ConstructorParameters<typeof GrammyError>[1], 'setMyCommands', {});
  };
  const api = { setMyCommands } as unknown as Api;
  const person = { telegram_id: 1, role: 'specialist', specialist_id: null, language: 'en' } as const;
  const bot = { bot_id: 7, texts: createTexts() };
  await menus.fit(api, bot, person);
  assert.equal(pacer.silence(7), 7_000);
  assert.equal(pacer.silence(8), 0, 'another bot may speak');
  await menus.fit(api, bot, person);
  assert.equal(asked, 1, 'nothing is asked in the silence');
  time.ms = 7_001;
  await menus.fit(api, bot, person);
  assert.equal(asked, 2);
});

test('without the store everything else goes on, and when Telegram says no it is tried again', async () => {
  await using away = await started({ staff: true, store: awayStore() });
  assert.deepEqual([toldOf(away), away.logs], [[], []]);
  const store = createMemoryKeyValue(() => 0);
  const menus = createCommandMenus({ store, pacer: silentPacer(), now: () => 0, log: (entry) => logs.push(entry) });
  const logs: LogEntry[] = [];
  let [asked, refuses] = [0, true];
  const setMyCommands = async () => {
    asked += 1;
    if (refuses) throw new HttpError('away', new Error('away'));
    return true;
  };
  const api = { setMyCommands } as unknown as Api;
  const person = { telegram_id: 1, role: 'specialist', specialist_id: null, language: 'en' } as const;
  const bot = { bot_id: 7, texts: createTexts() };
  await menus.fit(api, bot, person);
  refuses = false;
  await menus.fit(api, bot, person);
  await menus.fit(api, bot, person);
  assert.equal(asked, 2);
  assert.deepEqual(
    logs.map(({ event }) => event),
    ['commands_not_set'],
  );
});
