import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { moveTenant } from '@okno/backend';
import { until } from '../../e2e/support/at-end.ts';
import { requireOwnPostgres } from '../../support/own-postgres.ts';
import { as, countRows, leftovers, openSmallCells } from './cells.ts';
import { startFiring } from './firing.ts';

test('a business moves while its reminders fire: all of it and nothing else, and each reminder fires once', async (t) => {
  if (!requireOwnPostgres(t)) return;
  const { first, second, tenant_id } = await openSmallCells(t);
  const { id } = await as(first, 'moving')('clients.create', { name: 'Ann' });
  const neighbour = await as(first, 'neighbour')('clients.create', { name: 'Bob' });
  const { handed, at, errors, planned } = await startFiring(t, { first, second }, tenant_id);
  await until('some have fired', () => handed.size > 5);
  await moveTenant({
    from: { connection_string: first.server.url },
    to: { connection_string: second.server.url },
    seen: first.server.url,
    slug: 'moving',
    ...{ stop_ms: 60_000, copy_ms: 60_000, asked_ms: 1_000 },
    pause,
    ticks: () => performance.now(),
    tell: () => {},
  });
  const count = await planned;
  await until('all have fired', () => handed.size === count, 30_000);
  assert.ok(at.first > 0 && at.second > 0, `handed over at the one place ${at.first}, at the other ${at.second}`);
  assert.deepEqual([...new Set(handed.values())], [1], 'none was handed over twice');
  assert.deepEqual(errors, []);
  assert.equal(await countRows(first.server, tenant_id), 0);
  assert.equal((await second.server.rows('select from reminder_events')).length, count);
  assert.deepEqual(await second.server.rows('select id from clients'), [{ id }]);
  assert.deepEqual(await first.server.rows('select id from clients'), [{ id: neighbour.id }]);
  for (const { server } of [first, second]) assert.deepEqual(await leftovers(server), []);
});
