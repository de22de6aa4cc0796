import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { Api } from 'grammy';
import { pause } from './pause.ts';
import { startPolling } from './poll.ts';
import { openBot, until } from './testing.ts';

test('somebody whose update takes long does not hold up the others, and nothing is dealt with twice', async (t) => {
  const { api, account, say, log } = await openBot(t);
  const seen: string[] = [];
  const slow = Promise.withResolvers<void>();
  const poller = startPolling(account, {
    api: api.options,
    dispatch: async (_account, { message }) => {
      seen.push(message?.text ?? '');
      if (message?.from.id === 1) await slow.promise;
    },
    log,
    onRevoked: () => assert.fail('the token is good'),
  });
  t.after(() => {
    slow.resolve();
    return poller.stop();
  });
  await say(1, 'slow');
  await until('the slow one has begun', () => seen.includes('slow'));
  for (const text of ['quick', 'quicker']) {
    await say(2, text);
    await until(`${text} is heard`, () => seen.includes(text));
  }
  assert.deepEqual(seen, ['slow', 'quick', 'quicker']);
  const waiting = await new Api(account.token, api.options).getUpdates({ limit: 1 });
  assert.equal(waiting[0]?.message?.text, 'slow', 'what is in work would come again after a crash');
  slow.resolve();
  await poller.stop();
  assert.deepEqual(await new Api(account.token, api.options).getUpdates(), [], 'everything is confirmed');
});

test('a pause leaves no listener behind, and ends with the signal', async () => {
  const stopping = new AbortController();
  for (let round = 0; round < 3; round += 1) await pause(1, stopping.signal);
  assert.equal(getEventListeners(stopping.signal, 'abort').length, 0);
  const long = pause(60_000, stopping.signal);
  stopping.abort();
  await long;
  await pause(60_000, stopping.signal);
});
