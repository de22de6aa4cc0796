import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { toRefusal } from './faults.ts';
import { testBackend } from './test-support/backend.ts';
import { OWNER, openStudio } from './test-support/studio.ts';
import { until } from './test-support/until.ts';
import { WAITING_FOR_LOCK } from './test-support/waiting.ts';

const world = await testBackend({ after });

const DEADLOCK = Object.assign(new Error('deadlock detected'), { code: '40P01' });

test('only who wanted time is told that somebody else has it', () => {
  assert.equal(toRefusal(DEADLOCK, 'bookings.create').code, 'slot_taken');
  for (const action of ['clients.merge', 'bookings.cancel', 'services.update', 'reviews.create'])
    assert.equal(toRefusal(DEADLOCK, action).code, 'unavailable', action);
});

test('an overlap is a time that is taken, and what other constraints refuse is not', () => {
  const overlap = (constraint: string) => Object.assign(new Error('conflicting key'), { code: '23P01', constraint });
  assert.equal(toRefusal(overlap('reservations_no_overlap'), 'bookings.create').code, 'slot_taken');
  assert.equal(toRefusal(overlap('reservations_no_room_overlap'), 'bookings.create').code, 'slot_taken');
  assert.equal(toRefusal(overlap('something_else'), 'bookings.create').code, 'internal');
});

test('whoever is ended because two waited for each other tries once more and is answered', async () => {
  const studio = await openStudio(world);
  const owner = studio.as(OWNER);
  const make = async (name: string) => (await owner('clients.create', { name })).id;
  const [first = '', second = ''] = [await make('Ann'), await make('Anna')].sort();
  const holder = await world.pool.connect();
  const lock = (id: string) =>
    holder.query('select pg_advisory_lock(hashtextextended($1, 2))', [studio.tenant_id + id]);
  try {
    await lock(second);
    const merging = owner('clients.merge', { id: first, other_id: second });
    await until('the merge has the first and waits for the second', async () => {
      const waiting = await world.rows(WAITING_FOR_LOCK);
      return waiting.length > 0;
    });
    // Now each waits for the other; whoever began first is ended.
    await lock(first);
    await holder.query('select pg_advisory_unlock_all()');
    assert.equal((await merging).id, first);
    assert.deepEqual(world.faults, []);
  } finally {
    holder.release(true);
  }
});
