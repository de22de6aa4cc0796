import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { type BotAccess, createSecrets } from '@okno/backend';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { createAccountFinder, createAccounts, createOnRevoked, toAccounts } from './accounts.ts';

const secrets = createSecrets([randomBytes(32)]);
const bot = (bot_id: number, token: string | null = 'x'): BotAccess => ({
  tenant_id: 't',
  bot_id,
  kind: 'client',
  username: `bot_${bot_id}`,
  name: 'Bot',
  token,
  configured_as: null,
});

test('bots whose tokens cannot be opened are named together, with both places where the key may be', () => {
  assert.throws(
    () => toAccounts([bot(1, null), bot(2), bot(3, null)], secrets, '/data/encryption.key'),
    (error: unknown) => {
      assert.ok(error instanceof OperatorError);
      assert.match(error.message, /@bot_1, @bot_3 .*ENCRYPTION_KEY.*\/data\/encryption\.key/);
      return true;
    },
  );
  assert.equal(toAccounts([bot(2)], secrets, '').length, 1);
});

test('a bot made after the start is found, and unknown ones ask the database at most every ten seconds', async () => {
  let [time, asked] = [0, 0];
  const bots = [bot(1)];
  const listBots = async () => {
    asked += 1;
    return bots;
  };
  const accounts = createAccounts([]);
  const find = createAccountFinder({ accounts, operator: { listBots }, secrets, now: () => time });
  const [first, second, nobody] = await Promise.all([find(1), find(1), find(2)]);
  assert.equal(first?.bot_info.id, 1);
  assert.equal(second, first);
  assert.equal(nobody, undefined);
  bots.push(bot(2));
  time = 9_999;
  assert.equal(await find(2), undefined);
  assert.equal(asked, 1);
  time = 10_000;
  assert.equal((await find(2))?.bot_info.id, 2);
  assert.equal(await find(1), first, 'known accounts stay as they are');
  assert.equal(asked, 2);
});

test('a token that is refused after the bot has another one says nothing of the bot', () => {
  const [before] = toAccounts([bot(1, '1:old')], secrets, '');
  const [now] = toAccounts([bot(1, '1:new')], secrets, '');
  assert.ok(before !== undefined && now !== undefined);
  const told: string[] = [];
  const accounts = createAccounts([now]);
  const revokeToken = async (_: string, __: number, isInQuestion: (token: string) => boolean) =>
    void told.push(...['1:old', '1:new'].filter(isInQuestion));
  const onRevoked = createOnRevoked({ accounts, operator: { revokeToken }, log: createLog('silent') });
  onRevoked(before);
  assert.equal(accounts.find(1), now);
  assert.deepEqual(told, []);
  for (const _ of ['once', 'and again']) onRevoked(now);
  assert.equal(accounts.find(1), undefined);
  assert.deepEqual(told, ['1:new']);
});
