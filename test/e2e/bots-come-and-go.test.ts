/** Bots that are new, are taken away, or move to another machine while the server runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './support/at-end.ts';
import { withCore } from './support/core.ts';
import { setDelivery, startFarProcess } from './support/far.ts';
import { ANNA, botId, EMMA, OTHER_BOT, openStudio } from './support/studio.ts';
import { createVisitor, STUDIO } from './support/visitor.ts';

for (const delivery of ['polling', 'webhook'] as const)
  test(`by ${delivery}: a bot that is added answers at once, and one that is revoked is left alone`, async (t) => {
    const studio = await openStudio(t, { delivery });
    const emma = createVisitor(studio.as(EMMA, OTHER_BOT), 'en');
    const other = botId(OTHER_BOT);
    const { token, username, first_name: name } = OTHER_BOT;
    const tell = (event: string) =>
      until(event, () => studio.log.lines().some((line) => line.event === event && line['bot_id'] === other));
    await withCore(studio.config, async ({ operator }) => {
      const tenant = await operator.createTenant({
        ...{ slug: 'other', name: 'Other', time_zone: 'Europe/Berlin', language: 'en', currency: 'EUR' },
      });
      await operator.saveBot(tenant, { bot_id: other, username, name, token });
      await tell('bot_taken');
      await emma.type('/start', 'This is Other.');
      await createVisitor(studio.as(ANNA), 'ru').type('/start', STUDIO.ru);
      await operator.revokeBot(tenant, other);
    });
    await tell('bot_left');
    studio.emulator.clearCalls();
    await emma.chat.type('/start');
    await createVisitor(studio.as(ANNA), 'ru').type('/help', STUDIO.ru);
    assert.equal(emma.count('This is Other.'), 1);
    if (delivery === 'polling')
      assert.ok(!studio.emulator.calls.some((call) => call.method === 'getUpdates' && call.bot_id === other));
  });

test('a bot moves to another machine and back while both run; never do two ask Telegram for its updates', async (t) => {
  const studio = await openStudio(t, { delivery: 'polling' });
  const anna = createVisitor(studio.as(ANNA), 'ru');
  await anna.type('/start', STUDIO.ru);
  await setDelivery(studio, 'far');
  await until('the server has let it go', () => studio.log.lines().some(({ event }) => event === 'bot_left'));
  const far = await startFarProcess(t, studio);
  await anna.type('/help', STUDIO.ru);
  await until('the other machine says that it was it', () => far.lines().some(({ command }) => command === '/help'));
  await far.kill('SIGTERM');
  await setDelivery(studio, 'near');
  await until('the server has taken it again', () => studio.log.lines().some(({ event }) => event === 'bot_taken'));
  await anna.type('/my', anna.say('bookings.empty'));
  assert.equal(studio.log.lines().filter(({ event }) => event === 'polling_failed').length, 0);
  assert.equal(far.lines().filter(({ event }) => event === 'polling_failed').length, 0);
});
