import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StaffRole } from '@okno/contract';
import { createClock, createEmulator } from '@okno/telegram';
import { createRoles } from './roles.ts';

test('the simulator shows who is what, also of whoever comes later or gets another role; what cannot be read is logged', async () => {
  const emulator = createEmulator({ clock: createClock() });
  for (const [id, first_name] of [
    [11, 'Anna'],
    [31, 'Oleg'],
  ] as const)
    emulator.addPerson({ id, first_name });
  const staff = new Map<number, StaffRole>([[31, 'super_admin']]);
  const warned: object[] = [];
  let broken = false;
  const operator = {
    listRoles: async () => {
      if (broken) throw new Error('away');
      return staff;
    },
  };
  const log = { warn: (entry: object) => void warned.push(entry) };
  const roles = createRoles({ emulator, operator, tenant_id: 'demo', log: log as never });
  const shown = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return Object.fromEntries(emulator.snapshot().people.map(({ first_name, role }) => [first_name, role]));
  };
  assert.deepEqual(await shown(), { Anna: undefined, Oleg: undefined });
  roles.refresh();
  assert.deepEqual(await shown(), { Anna: 'client', Oleg: 'super_admin' });
  emulator.addPerson({ id: 12, first_name: 'Emma' });
  assert.deepEqual(await shown(), { Anna: 'client', Oleg: 'super_admin', Emma: 'client' });
  staff.set(12, 'specialist');
  let events = 0;
  emulator.onEvent(() => {
    events += 1;
  });
  roles.refresh();
  assert.equal((await shown())['Emma'], 'specialist');
  assert.equal(events, 1, 'only what has changed is told');
  broken = true;
  roles.refresh();
  assert.equal((await shown())['Emma'], 'specialist');
  assert.equal(warned.length, 1);
  await roles.stop();
  await emulator.close();
});
