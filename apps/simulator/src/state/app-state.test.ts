import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageView, WorldView } from '../api/protocol.ts';
import { type Action, type AppState, reduceApp } from './app-state.ts';
import { parseSaved } from './saved.ts';
import { firstState, layoutFor, savedOf } from './session.ts';
import { isUnread } from './unread.ts';

const people = ['Анна', 'Emma', 'Мария', 'Олег'].map((first_name, at) => ({
  id: 11 + at,
  first_name,
  language_code: first_name === 'Emma' ? 'en' : 'ru',
}));

const world: WorldView = {
  bots: [{ id: 1, username: 'okno_bot', first_name: 'Okno', commands: [], translations: {} }],
  people,
  chats: [{ bot_id: 1, person_id: 13, blocked: false }],
  clock: { now: 50_000, offset_ms: 20_000 },
};

const notice: MessageView = { message_id: 9, from: 'bot', sent_at: 60_000, text: 'New booking', entities: [] };
const noticed: Action = {
  type: 'event',
  device_now: 0,
  event: { type: 'message', bot_id: 1, person_id: 13, message: notice },
};

const begin = (...actions: Action[]): AppState =>
  [{ type: 'world', world, device_now: 30_000 } as const, ...actions].reduce(
    reduceApp,
    firstState(parseSaved(null), ['en'], []),
  );

test('the emulator’s clock is told as its distance from the device’s', () => {
  assert.deepEqual(begin().world.clock, { ahead_ms: 20_000, offset_ms: 20_000 });
});

test('a notice in a chat that lies open beside is read at once', () => {
  const state = begin({ type: 'open', chat: '1:11' }, { type: 'open_beside', chat: '1:13' }, noticed);
  assert.equal(isUnread(state.world.chats['1:13']?.last_message, state.read['1:13']), false);
});

test('a notice in a closed chat is unread until the chat is opened', () => {
  const closed = begin({ type: 'open', chat: '1:11' }, noticed);
  assert.equal(isUnread(notice, closed.read['1:13']), true);
  assert.equal(isUnread(notice, reduceApp(closed, { type: 'open', chat: '1:13' }).read['1:13']), false);
});

test('nothing is read while a phone shows the list', () => {
  const state = begin({ type: 'open', chat: '1:13' }, { type: 'to_list' }, noticed);
  assert.equal(isUnread(notice, state.read['1:13']), true);
});

test('one’s own last word is never unread', () => {
  assert.equal(isUnread({ ...notice, from: 'person' }, undefined), false);
});

test('a demo that starts afresh is unread though its numbers are small again', () => {
  assert.equal(isUnread({ ...notice, message_id: 2 }, { message_id: 500, sent_at: 1000 }), true);
});

test('a text that could not be sent stays, marked, until it is discarded', () => {
  const text = { id: 1, text: 'hi', sent_at: 0, failed: false };
  const failed = begin({ type: 'sending', chat: '1:11', text }, { type: 'not_sent', chat: '1:11', id: 1 });
  assert.equal(failed.world.chats['1:11']?.outgoing[0]?.failed, true);
  const discarded = reduceApp(failed, { type: 'discarded', chat: '1:11', id: 1 });
  assert.deepEqual(discarded.world.chats['1:11']?.outgoing, []);
});

test('a new person joins the list and a known one changes in place', () => {
  const told = (person: (typeof people)[number]): Action => ({
    type: 'event',
    device_now: 0,
    event: { type: 'person', person },
  });
  const state = begin(
    told({ id: 20, first_name: 'Иван', language_code: 'ru' }),
    told({ id: 12, first_name: 'Emily', language_code: 'en' }),
  );
  assert.deepEqual(
    state.world.people.map(({ first_name }) => first_name),
    ['Анна', 'Emily', 'Мария', 'Олег', 'Иван'],
  );
});

test('a first visit on a wide screen shows a client beside a specialist', () => {
  assert.deepEqual(layoutFor(begin().layout, world, { screen: 'wide', language: 'ru' }).columns, ['1:11', '1:13']);
  assert.deepEqual(layoutFor(begin().layout, world, { screen: 'narrow', language: 'ru' }).columns, ['1:11']);
});

test('a first visit begins with a client who speaks the visitor’s language, if there is one', () => {
  const wide = (language: string) => layoutFor(begin().layout, world, { screen: 'wide', language }).columns;
  assert.deepEqual(wide('en'), ['1:12', '1:13']);
  assert.deepEqual(wide('fr'), ['1:11', '1:13']);
});

test('a layout is remembered, and chats that cannot exist any more are dropped', () => {
  const state = begin({ type: 'open', chat: '1:14' }, { type: 'open_beside', chat: '1:99' });
  const again = firstState(parseSaved(JSON.stringify(savedOf(state))), ['en'], []);
  assert.deepEqual(again.layout.columns, ['1:14', '1:99']);
  assert.deepEqual(layoutFor(again.layout, world, { screen: 'wide', language: 'ru' }).columns, ['1:14']);
});

test('a phone keeps one of several columns, the active one', () => {
  const state = begin({ type: 'open', chat: '1:11' }, { type: 'open_beside', chat: '1:13' });
  assert.deepEqual(layoutFor(state.layout, world, { screen: 'phone', language: 'ru' }).columns, ['1:13']);
});

test('broken memories are a first visit', () => {
  for (const json of ['', '{', '[]', 'null', '{"columns":"x","active":-1,"theme":"pink","read":{"1:2":{}}}']) {
    assert.deepEqual(parseSaved(json), parseSaved(null), json);
  }
});
