/** What several processes that hear the same bots agree on; what happens when they are struck is for test/torture/cluster. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createLog } from '../../apps/server/src/log.ts';
import { type Server, startServer } from '../../apps/server/src/serve.ts';
import { startRedis } from '../support/redis.ts';
import { atEnd, until } from './support/at-end.ts';
import { EMMA, openStudio, type Studio } from './support/studio.ts';
import { messageUpdate, post } from './support/updates.ts';
import { createVisitor, STUDIO } from './support/visitor.ts';

/** A second process of the same installation, behind the same public address. */
const startAnother = async (t: TestContext, { config }: Studio): Promise<Server> => {
  const server = await startServer({ config: { ...config, PORT: 0 }, log: createLog('silent') });
  atEnd(t, () => server.stop());
  return server;
};

/** One update that two processes are brought at once; how many messages come of it. */
const bringTwice = async (t: TestContext, settings: Readonly<Record<string, string>>): Promise<number> => {
  const studio = await openStudio(t, { delivery: 'webhook', settings });
  const other = { ...studio, server: await startAnother(t, studio) };
  const emma = createVisitor(studio.as(EMMA), 'en');
  await emma.type('/start', emma.say('menu.greeting', { business: STUDIO.en }));
  studio.emulator.clearCalls();
  // So slow that both are at it.
  studio.emulator.faults.script({ kind: 'delay', method: 'sendMessage', delay_ms: 150, times: 2 });
  const update = messageUpdate(EMMA, { text: '/help' });
  assert.deepEqual(await Promise.all([post(studio, update), post(other, update)]), [200, 200]);
  assert.equal(await post(other, update), 200);
  return studio.emulator.calls.filter(({ method }) => method === 'sendMessage').length;
};

test('an update that is brought to two processes at once, and once more, is answered once', async (t) => {
  const redis = await startRedis(t);
  if (redis !== null) assert.equal(await bringTwice(t, { REDIS_URL: redis.url }), 1);
});

test('the control: without Redis each of two processes answers it', async (t) => {
  assert.equal(await bringTwice(t, {}), 2);
});

test('a role that is given elsewhere shows in the next menu, though this process had known the person without it', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const emma = createVisitor(studio.as(EMMA), 'en');
  await emma.type('/start', emma.say('menu.greeting', { business: STUDIO.en }));
  const manages = async () => {
    // Whoever manages is greeted in other words.
    const menu = await emma.type('/start', STUDIO.en);
    return menu.inline_keyboard?.flat().some(({ text }) => text === emma.say('manage.open')) === true;
  };
  assert.equal(await manages(), false);
  const hire = `insert into staff (tenant_id, telegram_id, name, role) select tenant_id, ${EMMA.id}, 'Emma', 'super_admin' from tenants`;
  await studio.rows(hire);
  await until('the menu is that of an owner', manages);
  await studio.rows(`delete from staff where telegram_id = ${EMMA.id}`);
  await until('the menu is that of a client again', async () => !(await manages()));
  // The control: who is told nothing remembers.
  await studio.rows(`alter table staff disable trigger user; ${hire}; alter table staff enable trigger user`);
  for (let again = 0; again < 3; again += 1) assert.equal(await manages(), false);
});
