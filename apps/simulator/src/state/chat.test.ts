import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatView, MessageView } from '../api/protocol.ts';
import { beginLoading, type ChatEvent, type ChatState, emptyChat, finishLoading, reduceChat, settle } from './chat.ts';

const place = { bot_id: 1, person_id: 11 };

const message = (message_id: number, text = `#${message_id}`, from: MessageView['from'] = 'bot'): MessageView => ({
  message_id,
  from,
  sent_at: message_id * 1000,
  text,
  entities: [],
});

const came = (told: MessageView): ChatEvent => ({ ...place, type: 'message', message: told });
const edited = (told: MessageView): ChatEvent => ({ ...place, type: 'edited', message: told });
const deleted = (message_id: number): ChatEvent => ({ ...place, type: 'deleted', message_id });

const loaded = (...messages: MessageView[]): ChatState => ({
  ...emptyChat(1, 11),
  messages,
  last_message: messages.at(-1),
});

const view = (...messages: MessageView[]): ChatView => ({ ...place, blocked: false, messages });

const texts = (chat: ChatState) => chat.messages?.map(({ text }) => text);

test('a message is added once, however often it is told', () => {
  const chat = [came(message(2)), came(message(2))].reduce(reduceChat, loaded(message(1)));
  assert.deepEqual(texts(chat), ['#1', '#2']);
  assert.equal(chat.last_message?.message_id, 2);
});

test('an edited message changes in its place', () => {
  const chat = reduceChat(loaded(message(1), message(2)), edited(message(1, 'moved')));
  assert.deepEqual(texts(chat), ['moved', '#2']);
  assert.equal(chat.last_message?.text, '#2');
});

test('an edit of the last message is what the list shows', () => {
  assert.equal(reduceChat(loaded(message(1)), edited(message(1, 'booked'))).last_message?.text, 'booked');
});

test('a deleted message is gone, and the one before it is the last', () => {
  const chat = reduceChat(loaded(message(1), message(2)), deleted(2));
  assert.deepEqual(texts(chat), ['#1']);
  assert.equal(chat.last_message?.message_id, 1);
});

test('a chat never read knows only its last message', () => {
  const chat = reduceChat(emptyChat(1, 11), came(message(7)));
  assert.equal(chat.messages, undefined);
  assert.equal(chat.last_message?.message_id, 7);
});

test('what happens while a chat is being read is not lost', () => {
  const reading = [came(message(3)), edited(message(1, 'new')), deleted(2)].reduce(
    reduceChat,
    beginLoading(emptyChat(1, 11)),
  );
  const chat = finishLoading(reading, view(message(1, 'old'), message(2)));
  assert.deepEqual(texts(chat), ['new', '#3']);
  assert.equal(chat.meanwhile, undefined);
});

test('a chat read again forgets what no longer exists', () => {
  const chat = finishLoading(beginLoading(loaded(message(8), message(9))), view(message(1)));
  assert.deepEqual(texts(chat), ['#1']);
  assert.equal(chat.last_message?.message_id, 1);
});

test('a sent text disappears when its message arrives before the answer', () => {
  const outgoing = [{ id: 1, text: 'hi', sent_at: 0, failed: false }];
  const chat = reduceChat({ ...loaded(), outgoing }, came(message(4, 'hi', 'person')));
  assert.deepEqual(chat.outgoing, []);
});

test('a sent text disappears when its message arrived and the answer comes later', () => {
  const outgoing = [{ id: 1, text: ' hi', sent_at: 0, failed: false, message_id: 4 }];
  assert.deepEqual(settle({ ...loaded(message(4, 'hi', 'person')), outgoing }).outgoing, []);
});

test('a failed text is never lost to another message that says the same', () => {
  const outgoing = [{ id: 1, text: 'hi', sent_at: 0, failed: true }];
  assert.equal(reduceChat({ ...loaded(), outgoing }, came(message(4, 'hi', 'person'))).outgoing.length, 1);
});

test('a bot that has answered is not typing any more', () => {
  const typing = reduceChat(loaded(), { ...place, type: 'typing', until: 5000 });
  assert.equal(typing.typing_until, 5000);
  assert.equal(reduceChat(typing, came(message(1))).typing_until, 0);
});

test('a reply keyboard comes and goes', () => {
  const reply_keyboard = { keyboard: [[{ text: 'Yes' }]], one_time: true };
  const chat = reduceChat(loaded(), { ...place, type: 'reply_keyboard', reply_keyboard });
  assert.equal(chat.reply_keyboard, reply_keyboard);
  assert.equal(reduceChat(chat, { ...place, type: 'reply_keyboard' }).reply_keyboard, undefined);
});

const asking = (message_id: number): MessageView => ({ ...message(message_id), force_reply: { placeholder: 'Words' } });

test('a message that asks for a reply begins one, an edit of it does not', () => {
  assert.equal(reduceChat(loaded(message(1)), came(asking(2))).reply_to, 2);
  assert.equal(reduceChat(loaded(asking(2)), edited(asking(2))).reply_to, undefined);
});

test('a reply that was asked for last is waited for after the chat was read anew', () => {
  assert.equal(finishLoading(loaded(), view(message(1), asking(2))).reply_to, 2);
  assert.equal(finishLoading(loaded(), view(asking(2), message(3))).reply_to, undefined);
});

test('a reply that was begun ends with the message it would answer', () => {
  const chat = { ...loaded(message(1), message(2)), reply_to: 1 };
  assert.equal(finishLoading(chat, view(message(1), asking(2))).reply_to, 1);
  assert.equal(reduceChat(chat, deleted(2)).reply_to, 1);
  assert.equal(reduceChat(chat, deleted(1)).reply_to, undefined);
});
