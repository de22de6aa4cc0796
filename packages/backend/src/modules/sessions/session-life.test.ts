import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import type { Client } from '@okno/contract';
import { MONDAY, testBackend } from '../../test-support/backend.ts';
import { linkIn, pageOf, signIn } from '../../test-support/sign-in.ts';
import { openStudio, refusalOf } from '../../test-support/studio.ts';
import { endSession } from './jobs.ts';
import { IDLE_MS, MAX_SESSIONS, SESSION_MS } from './rules.ts';

const world = await testBackend({ after });
const later = (ms: number): string => new Date(Date.parse(MONDAY) + ms).toISOString();

const sessionsOf = (tenant_id: string) =>
  world.rows<{ id: string; token_hash: string; telegram_id: string; revoked_at: Date | null }>(
    'select id, token_hash, telegram_id, revoked_at from sessions where tenant_id = $1 order by created_at, id',
    [tenant_id],
  );

test('a session ends after a week of silence, and after thirty days whatever happens', async (t) => {
  t.after(() => world.setClock(MONDAY));
  const studio = await openStudio(world);
  const [silent, busy] = [await signIn(world, studio, 1001), await signIn(world, studio, 1001)];
  const roleOf = async (ask: Client) => (await ask('people.me', {})).role;
  for (let at = IDLE_MS - 60_000; at < SESSION_MS - 60_000; at += IDLE_MS - 60_000) {
    await world.setClock(later(at));
    assert.equal(await roleOf(busy.ask), 'client', `after ${at / 86_400_000} days`);
  }
  assert.equal(await roleOf(silent.ask), 'guest');
  await world.setClock(later(SESSION_MS - 60_000));
  assert.equal(await roleOf(busy.ask), 'client');
  await world.setClock(later(SESSION_MS + 60_000));
  assert.equal(await roleOf(busy.ask), 'guest');
});

test('what was done is answered once and done once, though it cannot be written down that somebody was here', async (t) => {
  t.after(() => world.setClock(MONDAY));
  const studio = await openStudio(world);
  const { ask } = await signIn(world, studio, 1001);
  await world.setClock(later(60 * 60_000));
  await world.rows(`create function fail_seen() returns trigger language plpgsql as
    $$ begin raise exception 'in a circle' using errcode = '40P01'; end $$`);
  await world.rows(`create trigger fail_seen before update of last_seen_at on sessions
    for each row execute function fail_seen()`);
  t.after(() => world.rows('drop function fail_seen cascade'));
  const { ticket } = await ask('sign_in.start', {});
  assert.match(ticket ?? '', /^[\w-]{43}$/);
  const lines = await world.rows(`select 1 from audit_log where tenant_id = $1 and action = 'sign_in.start'`, [
    studio.tenant_id,
  ]);
  // The other one is of the sign-in itself.
  assert.equal(lines.length, 2);
  assert.match(String(world.faults.splice(0)), /^error: in a circle$/, 'whoever runs it hears of it');
});

test('nothing of a session is kept when its thirty days are over, and its end stands in the timetable', async (t) => {
  t.after(() => world.setClock(MONDAY));
  const studio = await openStudio(world);
  const { id, ask } = await signIn(world, studio, 1001);
  await ask('sessions.end', {});
  const [due] = await world.rows<{ fire_at: Date; tenant_id: string }>(
    `select fire_at, tenant_id from due where kind = 'session' and id = $1`,
    [id],
  );
  assert.ok(Math.abs((due?.fire_at.getTime() ?? 0) - Date.parse(MONDAY) - SESSION_MS) < 60_000);
  const item = { tenant_id: studio.tenant_id, id: randomUUID(), kind: 'session', due_id: id, attempt: 1 } as const;
  const run = endSession(world.backend.inTenant);
  assert.deepEqual(await run(item), { done: true });
  assert.equal((await sessionsOf(studio.tenant_id)).length, 1, 'not before its time');
  await world.setClock(later(SESSION_MS + 60_000));
  assert.deepEqual([await run(item), await run(item)], [{ done: true }, { done: true }]);
  assert.deepEqual(await sessionsOf(studio.tenant_id), []);
});

test('of too many sessions of one person the oldest ends', async () => {
  const studio = await openStudio(world);
  const rows = Array.from({ length: MAX_SESSIONS }, (_, index) => index);
  await studio.as(1001)('people.me', {});
  for (const index of rows)
    await world.rows(
      `insert into sessions (tenant_id, id, token_hash, bot_id, telegram_id, opened_by, device, expires_at, last_seen_at)
        values ($1, gen_random_uuid(), $2, $3, 1001, 'code', 'Test', '2031-04-01', timestamptz '2031-03-02' + $4 * interval '1 minute')`,
      [studio.tenant_id, String(index).padStart(64, '0'), studio.bot_id, index],
    );
  await signIn(world, studio, 1001);
  const ended = (await sessionsOf(studio.tenant_id)).filter(({ revoked_at }) => revoked_at !== null);
  assert.deepEqual(
    ended.map(({ token_hash }) => token_hash),
    ['0'.repeat(64)],
  );
});

test('who comes all the time is written down every five minutes, also when they only look', async (t) => {
  t.after(() => world.setClock(MONDAY));
  const studio = await openStudio(world);
  const { ask, id } = await signIn(world, studio, 1001);
  const seen = async () =>
    (await world.rows<{ at: Date }>('select last_seen_at as at from sessions where id = $1', [id]))[0]?.at.getTime() ??
    0;
  const first = await seen();
  await world.setClock(later(4 * 60_000));
  await ask('services.list', {});
  assert.equal(await seen(), first);
  await world.setClock(later(6 * 60_000));
  await ask('services.list', {});
  assert.ok((await seen()) - first >= 5 * 60_000);
});

test('the sessions of somebody who is forgotten go with their chat', async () => {
  const studio = await openStudio(world);
  const { ask } = await signIn(world, studio, 1001);
  const { client_id } = await ask('people.me', {});
  await ask('clients.forget', { id: client_id ?? '' });
  assert.deepEqual(await sessionsOf(studio.tenant_id), []);
  assert.equal((await ask('people.me', {})).role, 'guest');
});

test('the code of somebody who was forgotten before it was typed is a wrong one', async () => {
  const studio = await openStudio(world);
  const page = pageOf(world, studio);
  const { ticket, link } = await page('sign_in.start', {});
  const { code } = await studio.as(1001)('sign_in.take_code', { link: linkIn(link) });
  const { client_id } = await studio.as(1001)('people.me', {});
  await studio.as(1001)('clients.forget', { id: client_id ?? '' });
  await world.rows('delete from chats where tenant_id = $1', [studio.tenant_id]);
  const wish = { ticket: ticket ?? '', code: code ?? '' };
  assert.deepEqual(await refusalOf(page('sessions.create', wish)), { code: 'wrong_code', params: { left: 0 } });
});

test('nothing of all this was a fault', () => assert.deepEqual(world.faults, []));
