/** By what a webhook knows Telegram (docs/security.md, line 7). */
import assert from 'node:assert/strict';
import { hash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSecrets } from '@okno/backend';
import { toAccount } from '../../apps/server/src/telegram/accounts.ts';
import { until } from './support/at-end.ts';
import { withCore } from './support/core.ts';
import { contentsOf } from './support/database.ts';
import { BOT, botId, EMMA, OTHER_BOT, openStudio, type Studio } from './support/studio.ts';
import { messageUpdate, secretOf } from './support/updates.ts';
import { createVisitor, STUDIO } from './support/visitor.ts';

type Bot = typeof BOT;

/** Gives a second business the other bot; the server learns of it while it runs. */
const openOther = async (studio: Studio): Promise<void> => {
  const { token, username, first_name: name } = OTHER_BOT;
  await withCore(studio.config, async ({ operator }) => {
    const place = { time_zone: 'Europe/Berlin', language: 'en', currency: 'EUR' } as const;
    const tenant = await operator.createTenant({ slug: 'other', name: 'Other', ...place });
    await operator.saveBot(tenant, { bot_id: botId(OTHER_BOT), username, name, token });
  });
  await until('both webhooks are set', () => secretOf(studio, OTHER_BOT) !== '');
};

const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/** Everything that an answer tells, but for what is another one with every request. */
const answerTo = async (studio: Studio, bot: Bot, headers: readonly [string, string][]) => {
  const response = await fetch(`${studio.server.url}/tg/webhook/${botId(bot)}`, {
    method: 'POST',
    headers: [['content-type', 'application/json'], ...headers],
    body: JSON.stringify(messageUpdate(EMMA, { text: '/start' })),
  });
  const body = await response.text();
  const ids = [response.headers.get('x-request-id') ?? '', JSON.parse(body || '{}').request_id ?? ''];
  const shown = [...response.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  const hide = (text: string): string => ids.filter(Boolean).reduce((rest, id) => rest.replaceAll(id, ''), text);
  return { status: response.status, headers: shown.map((pair) => hide(pair.join(': '))), body: hide(body) };
};

test('a webhook answers a missing, a wrong and another bot’s secret with the same words, and nothing happens', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  await openOther(studio);
  const [own, others] = [secretOf(studio), secretOf(studio, OTHER_BOT)];
  const before = await contentsOf(studio.rows);
  const given = (secret: string): [string, string][] => [[SECRET_HEADER, secret]];
  const refused = await answerTo(studio, BOT, []);
  assert.equal(refused.status, 401);
  const wrong = {
    'none in the header': given(''),
    'one letter less': given(own.slice(0, -1)),
    'one letter more': given(`${own}A`),
    'another first letter': given((own.startsWith('A') ? 'B' : 'A') + own.slice(1)),
    'other cases': given(own.toUpperCase()),
    'that of another bot': given(others),
    'the token': given(BOT.token),
    'the right one beside another': [...given(own), ...given(others)],
    'the right one in another header': [['x-telegram-bot-api-secret', own] as [string, string]],
    'a very long one': given('A'.repeat(4_000)),
  };
  for (const [what, headers] of Object.entries(wrong))
    assert.deepEqual(await answerTo(studio, BOT, headers), refused, what);
  assert.deepEqual(await answerTo(studio, OTHER_BOT, given(own)), refused, 'and the other way round');
  assert.deepEqual(await contentsOf(studio.rows), before);
  assert.equal(studio.as(EMMA).messages().length, 0);

  // Control: with the right one, which Telegram brings, it is answered.
  await createVisitor(studio.as(EMMA), 'en').type('/start', STUDIO.en);
  studio.log.assertCalm();
});

/** What can be made of a text without a key. */
const digestsOf = (text: string): string[] =>
  ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
    (['hex', 'base64url'] as const).map((encoding) => hash(algorithm, text, encoding)),
  );

test('the secret of a webhook follows from nothing that is known, and is another one when the token is', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const old = secretOf(studio);
  assert.match(old, /^[\w-]{43}$/);
  const [bot] = await withCore(studio.config, ({ operator }) => operator.listBots());
  assert.ok(bot !== undefined);
  const elsewhere = toAccount({ ...bot, token: BOT.token }, createSecrets([randomBytes(32)]).derive);
  assert.notEqual(elsewhere.webhook_secret, old, 'the same token under the key of another installation');
  const known = [BOT.token, `webhook:${BOT.token}`, BOT.username, String(botId(BOT))];
  for (const digest of known.flatMap(digestsOf)) assert.notEqual(old, digest.slice(0, old.length));

  const renewed: Bot = { ...BOT, token: `${botId(BOT)}:token-after-the-old-one-was-seen` };
  studio.emulator.revokeToken(BOT.token, renewed.token);
  await withCore(studio.config, ({ operator }) => operator.saveBot(bot.tenant_id, { ...bot, token: renewed.token }));
  await until('Telegram knows the new secret', () => ![old, ''].includes(secretOf(studio, renewed)));
  assert.equal((await answerTo(studio, renewed, [[SECRET_HEADER, old]])).status, 401);
  assert.equal((await answerTo(studio, renewed, [[SECRET_HEADER, secretOf(studio, renewed)]])).status, 200);
});
