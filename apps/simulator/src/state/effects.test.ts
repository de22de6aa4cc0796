import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PeopleApi, UnreachableError } from '../api/people-api.ts';
import { reduceApp } from './app-state.ts';
import { createEffects } from './effects.ts';
import { parseSaved } from './saved.ts';
import { firstState } from './session.ts';
import { createStore } from './store.ts';

const unreachable = () => Promise.reject(new UnreachableError('gone'));

const nobody: PeopleApi = {
  state: unreachable,
  chat: unreachable,
  text: unreachable,
  tap: unreachable,
  contact: unreachable,
  file: unreachable,
  pay: unreachable,
  speak: unreachable,
  block: unreachable,
  addPerson: unreachable,
  clock: unreachable,
  fileUrl: () => '',
};

const setUp = (api: Partial<PeopleApi>) => {
  const store = createStore(reduceApp, firstState(parseSaved(null), ['en'], []));
  const effects = createEffects(store, {
    api: { ...nobody, ...api },
    deviceNow: () => 1000,
    copyText: () => Promise.reject(new Error('not allowed')),
  });
  return { store, effects, chat: () => store.get().world.chats['1:11'] };
};

test('a text stands in the chat before the emulator has answered', async () => {
  const { promise, resolve } = Promise.withResolvers<{ message_id: number }>();
  const { effects, chat } = setUp({ text: () => promise });
  const sending = effects.send('1:11', 'hi');
  assert.equal(chat()?.outgoing[0]?.text, 'hi');
  resolve({ message_id: 4 });
  await sending;
  assert.equal(chat()?.outgoing[0]?.message_id, 4);
});

test('a text that did not arrive is kept, told, and can be sent again', async () => {
  const { store, effects, chat } = setUp({});
  await effects.send('1:11', 'hi');
  const failed = chat()?.outgoing[0];
  assert.equal(failed?.failed, true);
  assert.deepEqual(
    store.get().notices.map(({ kind, chat: where }) => ({ kind, where })),
    [{ kind: 'error', where: '1:11' }],
  );
  await effects.retry('1:11', failed?.id ?? 0);
  assert.deepEqual(
    chat()?.outgoing.map(({ text }) => text),
    ['hi'],
  );
});

test('the answer to a tap is a toast, or an alert when the bot asks for one', async () => {
  const answers = [
    { answer: { text: 'Saved', show_alert: false } },
    { answer: { text: 'Taken', show_alert: true } },
    {},
  ];
  const { store, effects } = setUp({ tap: () => Promise.resolve(answers.shift() ?? {}) });
  const place = { message_id: 1, row: 0, column: 0 };
  await effects.tap('1:11', place);
  await effects.tap('1:11', place);
  await effects.tap('1:11', place);
  assert.deepEqual(
    store.get().notices.map(({ kind, text }) => `${kind}: ${text}`),
    ['info: Saved', 'alert: Taken'],
  );
});

test('setting the clock counts from the emulator’s own time, not the device’s', async () => {
  const asked: unknown[] = [];
  const { store, effects } = setUp({
    clock: (change) => {
      asked.push(change);
      return Promise.resolve({ now: 9000, offset_ms: 2500 });
    },
  });
  const clock = { now: 6500, offset_ms: 0 };
  store.dispatch({ type: 'event', device_now: 1000, event: { type: 'clock', clock } });
  await effects.setClock(9000);
  assert.deepEqual(asked, [{ offset_ms: 2500 }]);
  assert.deepEqual(store.get().world.clock, { ahead_ms: 8000, offset_ms: 2500 });
});

test('a text that the browser would not copy is told', async () => {
  const { store, effects } = setUp({});
  await effects.copy('1:11', 'code');
  assert.equal(store.get().notices[0]?.text, 'Something went wrong on this page: not allowed');
});

test('a chat that cannot be read is told and can be read later', async () => {
  const { store, effects, chat } = setUp({});
  await effects.loadChat('1:11');
  assert.equal(chat()?.meanwhile, undefined);
  assert.equal(store.get().notices[0]?.kind, 'error');
});

test('a reply tells what it answers, once, and again when it has to be sent again', async () => {
  const asked: unknown[] = [];
  const { store, effects, chat } = setUp({
    text: (_ref, text, reply_to) => {
      asked.push([text, reply_to]);
      return asked.length === 1 ? unreachable() : Promise.resolve({ message_id: asked.length });
    },
  });
  store.dispatch({ type: 'replying', chat: '1:11', to: 7 });
  await effects.send('1:11', 'lovely', 7);
  assert.equal(chat()?.reply_to, undefined);
  await effects.retry('1:11', chat()?.outgoing[0]?.id ?? 0);
  await effects.send('1:11', 'and more');
  assert.deepEqual(asked, [
    ['lovely', 7],
    ['lovely', 7],
    ['and more', undefined],
  ]);
});

test('a command sent meanwhile leaves the reply that was begun', async () => {
  const { store, effects, chat } = setUp({ text: () => Promise.resolve({ message_id: 9 }) });
  store.dispatch({ type: 'replying', chat: '1:11', to: 7 });
  await effects.send('1:11', '/start');
  assert.equal(chat()?.reply_to, 7);
});
