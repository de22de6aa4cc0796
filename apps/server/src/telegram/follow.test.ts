import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { type BotAccess, createSecrets } from '@okno/backend';
import { createLog } from '../log.ts';
import { createAccounts } from './accounts.ts';
import { createAnnounced, createFollower } from './follow.ts';

const bot = (bot_id: number, token: string | null = `${bot_id}:one`): BotAccess => ({
  ...{ tenant_id: 't', bot_id, kind: 'client', username: `bot_${bot_id}`, name: 'Bot', token, configured_as: null },
});

/** Bots as the database has them, and what this process does about them. */
const openCase = () => {
  const bots = new Map<number, BotAccess>();
  const done: string[] = [];
  let asked = 0;
  const accounts = createAccounts([]);
  const follower = createFollower({
    accounts,
    operator: {
      findBot: async (bot_id) => bots.get(bot_id),
      listBots: async () => {
        asked += 1;
        return [...bots.values()];
      },
    },
    secrets: createSecrets([randomBytes(32)]),
    roster: {
      serve: async ({ bot_info, token }) => void done.push(`serve ${bot_info.id} ${token}`),
      leave: async (bot_id) => void done.push(`leave ${bot_id}`),
    },
    log: createLog('silent'),
  });
  const after = async (change: () => void): Promise<string[]> => {
    change();
    await follower.finished();
    return done.splice(0);
  };
  return { bots, accounts, follower, after, asked: () => asked };
};

test('a bot that is new is listened to, one with another token anew, one that is gone no more', async () => {
  const { bots, accounts, follower, after } = openCase();
  const change = (bot_id: number) => after(() => follower.changed(bot_id));
  bots.set(1, bot(1));
  assert.deepEqual(await change(1), ['serve 1 1:one']);
  assert.equal(accounts.find(1)?.token, '1:one');
  assert.deepEqual(await change(1), [], 'nothing has changed');
  bots.set(1, bot(1, '1:two'));
  assert.deepEqual(await change(1), ['serve 1 1:two']);
  bots.delete(1);
  assert.deepEqual(await change(1), ['leave 1']);
  assert.equal(accounts.find(1), undefined);
});

test('a bot whose token cannot be opened is left alone, and the others go on', async () => {
  const { bots, accounts, follower, after } = openCase();
  bots.set(1, bot(1, null));
  bots.set(2, bot(2));
  assert.deepEqual(await after(follower.missed), ['serve 2 2:one']);
  assert.equal(accounts.find(1), undefined);
});

test('after announcements may have been missed all are looked at, once', async () => {
  const { bots, follower, after, asked } = openCase();
  for (const id of [1, 2, 3]) bots.set(id, bot(id));
  await after(follower.missed);
  bots.delete(2);
  bots.set(4, bot(4));
  assert.deepEqual(await after(follower.missed), ['leave 2', 'serve 4 4:one']);
  assert.equal(asked(), 2);
});

test('what is announced before somebody follows is followed then', async () => {
  const { bots, follower, after } = openCase();
  const announced = createAnnounced();
  announced.hear('7');
  announced.hear('7');
  bots.set(7, bot(7));
  const ends: (() => Promise<void>)[] = [];
  assert.deepEqual(await after(() => void ends.push(announced.follow(follower))), ['serve 7 7:one']);
  bots.set(8, bot(8));
  assert.deepEqual(await after(() => announced.hear('8')), ['serve 8 8:one']);
  for (const end of ends) await end();
  bots.set(9, bot(9));
  assert.deepEqual(await after(() => announced.hear('9')), [], 'when the process ends nothing begins');
});
