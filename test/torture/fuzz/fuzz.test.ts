import assert from 'node:assert/strict';
import { threadCpuUsage } from 'node:process';
import { test } from 'node:test';
import { AppError } from '@okno/contract';
import { fuzz } from './fuzz.ts';
import { openTown } from './town.ts';
import { EXEMPTIONS } from './watch.ts';

const SEED = 4_711;

test('two thousand requests of all kinds are answered as documented, and none that is refused changes anything', async (t) => {
  const { wrong, statuses, done, operations } = await fuzz(await openTown(t), { count: 2_000, seed: SEED });
  assert.deepEqual(wrong, []);
  assert.ok((statuses[200] ?? 0) + (statuses[201] ?? 0) > 100, `hardly anything was done: ${JSON.stringify(statuses)}`);
  assert.ok(done > operations / 3, `only ${done} of ${operations} operations have done anything`);
});

/** Faults as somebody could make them, each in an action that is asked for often enough. */
const PLANTS: Readonly<Record<string, { find: RegExp; plant: Parameters<typeof openTown>[1] }>> = {
  'a bug that shows with some inputs': {
    find: /^a fault of ours: /,
    plant: (call) => async (one) => {
      if (JSON.stringify(one.input ?? null).includes('e+')) throw new AppError('internal');
      return call(one);
    },
  },
  'a status that is not documented': {
    find: /^a status that the document does not name: /,
    plant: (call) => async (one) => {
      try {
        return await call(one);
      } catch (error) {
        throw error instanceof AppError && error.code === 'not_found' ? new AppError('method_not_allowed') : error;
      }
    },
  },
  'an answer of another shape': {
    find: /^an answer of another shape: /,
    plant: (call) => async (one) => {
      const answer = await call(one);
      return one.name.endsWith('list') ? { items: 'none' } : answer;
    },
  },
  'a refusal that has done half of it': {
    find: /^a refusal that has changed (\w+, )?rooms: /,
    plant: (call, world) => async (one) => {
      try {
        return await call(one);
      } catch (error) {
        await world.rows(`update rooms set name = name || 'x'`);
        throw error;
      }
    },
  },
};

for (const [what, { find, plant }] of Object.entries(PLANTS))
  test(`control: ${what} is found`, async (t) => {
    const { wrong } = await fuzz(await openTown(t, plant), { count: 500, seed: SEED });
    assert.ok(
      wrong.some((one) => find.test(one)),
      wrong.join('\n'),
    );
  });

const BLOCK_MS = 150;

test('control: what keeps the thread busy is found, also behind the answer of another', async (t) => {
  const spin = () => {
    const { user, system } = threadCpuUsage();
    while (threadCpuUsage().user + threadCpuUsage().system - user - system < BLOCK_MS * 1000);
  };
  let calls = 0;
  const town = await openTown(t, (call) => async (one) => {
    calls += 1;
    if (calls === 20) setImmediate(spin);
    return call(one);
  });
  const { blocked_ms } = await fuzz(town, { count: 200, seed: SEED });
  assert.ok(calls >= 20, 'the plant was reached');
  assert.ok(blocked_ms >= BLOCK_MS, `${blocked_ms} ms`);
});

/** What is exempt, and beside it what is nearly the same. */
const NEARLY: Readonly<Record<string, { readonly exempt: string; readonly others: readonly string[] }>> = {
  audit_log: {
    exempt: `insert into audit_log (tenant_id, request_id, via, role, actor, action, outcome)
      select tenant_id, 'request', 'public', 'guest', 'guest', 'rooms.create', 'forbidden' from tenants`,
    others: [
      `insert into audit_log (tenant_id, request_id, via, role, actor, action, outcome)
        select tenant_id, 'request', 'public', 'guest', 'guest', 'rooms.create', 'done' from tenants`,
      `update audit_log set outcome = 'forbidden' where outcome = 'done'`,
      `delete from audit_log`,
    ],
  },
  audit_unsealed: {
    exempt: `insert into audit_unsealed select tenant_id, id from audit_log where outcome <> 'done' on conflict do nothing`,
    others: [`delete from audit_unsealed`],
  },
  assistant_keys: {
    exempt: `update assistant_keys set last_used_at = now()`,
    others: [
      `update assistant_keys set last_used_at = now(), scopes = '{slots}'`,
      `update assistant_keys set revoked_at = now()`,
      `delete from assistant_keys`,
    ],
  },
  kv: {
    exempt: 'select 1',
    others: [
      `insert into kv (tenant_id, key, value, expires_at) select tenant_id, 'attempts:1', '1', now() from tenants`,
    ],
  },
};

test('control: what a refusal may write is exempt, and whatever is only nearly the same is found', async (t) => {
  const { world, changes } = await openTown(t);
  assert.deepEqual(
    Object.keys(NEARLY).filter((table) => table !== 'kv'),
    EXEMPTIONS.map(({ table }) => table),
  );
  for (const [table, { exempt, others }] of Object.entries(NEARLY)) {
    await changes();
    await world.rows(exempt);
    assert.deepEqual(await changes(), [], exempt);
    for (const other of others) {
      await world.rows(`begin; ${other}; commit`);
      assert.ok((await changes()).includes(table), other);
    }
  }
});
