import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { createLog } from '../log.ts';
import { type Account, createAccounts, tokenDigest } from '../telegram/accounts.ts';
import { until } from '../telegram/testing.ts';
import { createFarRevoked } from './revoked.ts';

const account = (token: string): Account => ({
  ...{ tenant_id: 'studio', token, webhook_secret: 's', configured_as: null },
  bot_info: { id: 1, is_bot: true, first_name: 'Bot', username: 'bot_1' } as Account['bot_info'],
});

/** A bot, and a backend that first answers with these refusals. */
const openCase = (refusals: AppError[], first_again_ms = 1) => {
  const bot = account('1:one');
  const accounts = createAccounts([bot]);
  const told: unknown[] = [];
  const left: number[] = [];
  const { onRevoked, stop } = createFarRevoked({
    accounts,
    backend: {
      tellOfBot: async (bot_id, news) => {
        told.push([bot_id, news]);
        const refusal = refusals.shift();
        if (refusal !== undefined) throw refusal;
      },
    },
    leave: async (bot_id) => void left.push(bot_id),
    log: createLog('silent'),
    first_again_ms,
  });
  return { accounts, bot, told, left, onRevoked, stop };
};

const NEWS = [1, { revoked: true, token_digest: tokenDigest('1:one') }];

test('a bot whose token was taken back is left, and the backend is told until it has heard it', async () => {
  const { accounts, bot, told, left, onRevoked, stop } = openCase([
    new AppError('unavailable'),
    new AppError('too_many_requests'),
  ]);
  onRevoked(bot);
  assert.equal(accounts.find(1), undefined);
  assert.deepEqual(left, [1]);
  await until('it is heard', () => told.length === 3);
  await stop();
  assert.deepEqual(told, [NEWS, NEWS, NEWS]);
});

test('what the backend does not want to hear is not told again', async () => {
  const { bot, told, onRevoked, stop } = openCase([new AppError('not_found')], 3_600_000);
  onRevoked(bot);
  await stop();
  assert.deepEqual(told, [NEWS]);
});

test('while it is not heard the bot may be named and refused again: that is told once', async () => {
  const { accounts, bot, told, left, onRevoked, stop } = openCase([new AppError('unavailable')], 3_600_000);
  onRevoked(bot);
  accounts.add(bot);
  onRevoked(bot);
  assert.equal(accounts.find(1), undefined);
  assert.deepEqual(left, [1, 1]);
  await stop();
  assert.equal(told.length, 1, 'and stopping does not wait for the next try');
});

test('a token of before says nothing of the bot', async () => {
  const { accounts, told, left, onRevoked, stop } = openCase([]);
  const now = account('1:two');
  accounts.add(now);
  onRevoked(account('1:one'));
  await stop();
  assert.equal(accounts.find(1), now);
  assert.deepEqual([told, left], [[], []]);
});
