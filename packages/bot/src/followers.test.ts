import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryKeyValue, type KeyValue, storeKey } from '@okno/contract';
import { type Api, GrammyError } from 'grammy';
import { createFollowers } from './followers.ts';
import { createMemory } from './memory.ts';
import { createPacer } from './pacer.ts';
import type { View } from './view.ts';
import { awayStore, BOT_ID, PERSON_ID, testWorld } from './world.test.ts';

const PLACE = { bot_id: 7, chat_id: 1, message_id: 5 };

const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
};

let ids = 0;

/** One of several processes: its own memory and its own followers, the store that all of them share. */
const process = (
  store: KeyValue,
  { meanwhile = async () => {}, refusal }: { meanwhile?: () => Promise<void>; refusal?: Error } = {},
) => {
  const memory = createMemory(() => 0);
  let now = 0;
  let wake: (() => void) | undefined;
  const edits: string[] = [];
  const pacer = createPacer({ ticks: () => now, setTimer: () => () => undefined });
  const api = {
    editMessageText: async (_chat: number, _message: number, text: string) => {
      if (refusal !== undefined) throw refusal;
      edits.push(text);
      return true;
    },
  } as unknown as Api;
  const followers = createFollowers({
    memory,
    store,
    pacer,
    newRequestId: () => `id${++ids}`,
    rest: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
    log: (entry) => assert.fail(JSON.stringify(entry)),
  });
  const viewOf = (step: number): View => ({
    text: `${step} %`,
    keyboard: [],
    alive: async () => {
      await meanwhile();
      return viewOf(step + 1);
    },
  });
  return {
    edits,
    pacer,
    followers,
    /** Shows how far it is, and goes on telling it. */
    show: async () => {
      memory.noteShown(PLACE.bot_id, PLACE.chat_id, PLACE.message_id, viewOf(0));
      followers.follow(api, PLACE, viewOf(0));
      await settle();
    },
    passes: async () => {
      now += 5_000;
      wake?.();
      await settle();
    },
  };
};

test('a message is followed as long as nobody taps in it', async () => {
  const one = process(createMemoryKeyValue(() => 0));
  await one.show();
  await one.passes();
  await one.passes();
  assert.deepEqual(one.edits, ['1 %', '2 %']);
});

test('what another process has shown in its place is not taken away', async () => {
  const store = createMemoryKeyValue(() => 0);
  const [one, other] = [process(store), process(store)];
  await one.show();
  await one.passes();
  await other.followers.leave(PLACE);
  await one.passes();
  assert.deepEqual(one.edits, ['1 %'], 'the first process does not know what the message shows by now');
});

test('another message of the chat is no matter, and of two processes only the last one follows', async () => {
  const store = createMemoryKeyValue(() => 0);
  const [one, other] = [process(store), process(store)];
  await one.show();
  await other.followers.leave({ ...PLACE, message_id: 6 });
  await one.passes();
  assert.deepEqual(one.edits, ['1 %']);
  await other.show();
  await one.passes();
  await other.passes();
  assert.deepEqual([one.edits, other.edits], [['1 %'], ['1 %']]);
});

test('a tap while it is asked how far it is counts as well', async () => {
  const store = createMemoryKeyValue(() => 0);
  const other = process(store);
  const one = process(store, { meanwhile: () => other.followers.leave(PLACE) });
  await one.show();
  await one.passes();
  assert.deepEqual(one.edits, []);
});

test('when Telegram wants silence the whole bot keeps it', async () => {
  const answer = { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 7 } };
  const refusal = new GrammyError('no', answer as ConstructorParameters<typeof GrammyError>[1], 'editMessageText', {});
  const one = process(
    createMemoryKeyValue(() => 0),
    { refusal },
  );
  await one.show();
  await one.passes();
  assert.equal(one.pacer.silence(PLACE.bot_id), 7_000);
});

test('while nobody knows who follows it, nothing is edited, and a tap is none the worse', async () => {
  const one = process(awayStore());
  await one.show();
  await one.passes();
  await one.followers.leave(PLACE);
  assert.deepEqual(one.edits, []);
});

test('a tap that shows something else in the message says so to all processes before it does', async () => {
  const store = createMemoryKeyValue(() => 0);
  await using world = await testWorld({ role: 'moderator', store });
  const { olga, shows, backend } = world;
  const { id } = backend.broadcasts.write({ en: 'We have moved' });
  backend.broadcasts.tell(id, { total: 12, waiting: 12 });
  await olga.type('/manage');
  await shows('What shall we do?');
  await olga.tap('📣 Broadcasts');
  await shows('told to many clients');
  await olga.tap(/We have moved/);
  const { message_id } = await shows('Being sent');
  await world.idle();
  const mark = storeKey('last_menu', { bot_id: BOT_ID }, PERSON_ID, 'followed', message_id);
  assert.notEqual(await store.get(mark), null);
  await olga.tap('📣 Broadcasts');
  await shows('told to many clients');
  assert.equal(await store.get(mark), null);
});
