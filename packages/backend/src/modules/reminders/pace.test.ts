import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Actions, Input } from '@okno/contract';
import { openAssistant } from '../../test-support/assistants.ts';
import { testBackend } from '../../test-support/backend.ts';
import { openStudio } from '../../test-support/studio.ts';
import { MOST_A_MINUTE, MOST_WAITING } from './rules-pace.ts';

const ONCE: Input<Actions['reminders.create']> = {
  user_id: 7,
  type: 'one_time',
  trigger_at: '2031-03-04T09:00:00Z',
  payload: '{}',
};

const open = async (t: TestContext) => {
  const world = await testBackend(t);
  await world.setClock('2031-03-03T09:00:10Z');
  const studio = await openStudio(world);
  const ada = await openAssistant(world, studio);
  const create = () => ada.ask('reminders.create', ONCE);
  const attempt = () =>
    create().then(
      () => 'made',
      ({ code }: { code: string }) => code,
    );
  const setPace = (text: string) => world.rows(`update reminder_paces set ${text} where assistant_id = $1`, [ada.id]);
  const paces = () => world.rows<{ made: number; waiting: number }>('select made, waiting from reminder_paces');
  return { world, studio, ada, create, attempt, setPace, paces };
};

test('many at once are counted like many in a row: what is left of a minute is given out once', async (t) => {
  const { world, studio, create, attempt, setPace } = await open(t);
  await create();
  await setPace(`made = ${MOST_A_MINUTE - 3}`);
  const outcomes = await Promise.all(Array.from({ length: 9 }, attempt));
  assert.deepEqual(outcomes.toSorted(), [...Array(3).fill('made'), ...Array(6).fill('too_many_requests')]);
  assert.equal((await world.rows('select 1 from reminders')).length, 4);
  const other = await openAssistant(world, studio, { name: 'Bob' });
  await other.ask('reminders.create', ONCE);
  await world.setClock('2031-03-03T09:01:00Z');
  assert.equal(await attempt(), 'made', 'a new minute');
});

test('what waits is counted anew in each minute, and before somebody is refused', async (t) => {
  const { world, ada, create, attempt, setPace, paces } = await open(t);
  const first = await create();
  await create();
  assert.deepEqual(await paces(), [{ made: 2, waiting: 2 }]);
  await ada.ask('reminders.delete', { id: first.id });
  await setPace(`waiting = ${MOST_WAITING}`);
  assert.equal(await attempt(), 'made', 'the count was too high');
  assert.deepEqual(await paces(), [{ made: 3, waiting: 2 }]);
  await ada.ask('reminders.delete', { id: (await create()).id });
  await world.setClock('2031-03-03T09:01:10Z');
  await create();
  assert.deepEqual(await paces(), [{ made: 1, waiting: 3 }]);
});

test('so many wait and no more, whether they are new or go on after a pause', async (t) => {
  const { world, studio, ada, create, attempt } = await open(t);
  const { id } = await create();
  await ada.ask('reminders.update', { id, status: 'paused' });
  await world.rows(
    `insert into reminders (tenant_id, assistant_id, created_by_assistant_id, user_id, type, trigger_at, timezone,
       payload_sealed, misfire, status, next_fire_at)
     select $1, $2, $2, n, 'one_time', now() + interval '9 years', 'UTC', '', 'skip', 'pending', now() + interval '9 years'
     from generate_series(1, $3::int) n`,
    [studio.tenant_id, ada.id, MOST_WAITING - 1],
  );
  await world.setClock('2031-03-03T09:01:10Z');
  assert.deepEqual([await attempt(), await attempt()], ['made', 'reminder_limit_reached']);
  await assert.rejects(ada.ask('reminders.update', { id, status: 'pending' }), { code: 'reminder_limit_reached' });
  assert.equal((await ada.ask('reminders.get', { id })).status, 'paused');
});
