import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from 'pg';
import type { Config } from '../../apps/server/src/config.ts';
import { withCore } from './support/core.ts';
import { BOT, EMMA, OTHER_BOT, openStudio } from './support/studio.ts';
import { OTHER_NAME, openTwo } from './support/two-businesses.ts';
import { post, tapUpdate } from './support/updates.ts';
import { book, createVisitor, STUDIO, words } from './support/visitor.ts';

const TEAM = ['specialists', 'services', 'service_specialists', 'working_hours', 'overrides'];

/** Gives the second business the team of the first, with the very same ids: whatever confuses the two will show. */
const copyTeam = async (config: Config, from: string, to: string): Promise<void> => {
  const client = new Client({ connectionString: config.DATABASE_URL });
  await client.connect();
  try {
    for (const table of TEAM)
      await client.query(
        `insert into ${table} select (jsonb_populate_record(line, jsonb_build_object('tenant_id', $2::text))).*
        from ${table} line where tenant_id = $1`,
        [from, to],
      );
    await client.query(
      `insert into reservations (tenant_id, specialist_id, kind, starts_at, ends_at)
      select $2::uuid, specialist_id, kind, starts_at, ends_at from reservations where tenant_id = $1 and kind = 'time_off'`,
      [from, to],
    );
  } finally {
    await client.end();
  }
};

const prepare = (config: Config): Promise<void> =>
  withCore(config, async (core) => {
    const { first, second } = await openTwo(core);
    await copyTeam(config, first, second);
  });

test('for the same person in the bots of two businesses nothing crosses over', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook', prepare });
  const here = createVisitor(studio.as(EMMA, BOT), 'en');
  const there = createVisitor(studio.as(EMMA, OTHER_BOT), 'en');

  const card = await book(here, { day: 5, time: 2 });
  await there.type('/start', there.say('menu.greeting', { business: OTHER_NAME }));
  await there.type('/my', there.say('bookings.empty'));
  const mine = await here.type('/my', here.say('bookings.title', { count: 1 }));

  // The same time of the same specialist (by id) is another one's time there.
  const same = await book(there, { day: 5, time: 2 });
  assert.equal(same.text, card.text);
  const tenants = await studio.rows<{ slug: string; count: number }>(
    `select slug, count(*)::int as count from bookings join clients using (tenant_id) join tenants using (tenant_id)
    where clients.id = client_id and telegram_id = $1 group by slug order by slug`,
    [EMMA.id],
  );
  assert.deepEqual(tenants, [
    { slug: 'demo', count: 1 },
    { slug: 'other', count: 1 },
  ]);

  // A button of one bot, brought to the other: that booking does not exist there.
  const foreign = mine.inline_keyboard?.flat().find(({ text }) => text.includes(':'))?.callback_data ?? '';
  assert.equal(await post(studio, tapUpdate(EMMA, same.message_id, foreign), { bot: OTHER_BOT }), 200);
  await there.sees(there.say('error.not_found'));

  await there.type('/language', there.say('language.choose'));
  await there.press('🇷🇺 Русский', words('ru', 'menu.title', { business: OTHER_NAME }));
  await here.type('/start', here.say('menu.greeting', { business: STUDIO.en }));
  await there.type('/start', words('ru', 'menu.greeting', { business: OTHER_NAME }));
  studio.log.assertCalm();
});
