import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testWorld } from './world.test.ts';

test('however long their names are, those who have not got it fit into one message', async () => {
  await using world = await testWorld({ role: 'moderator' });
  const { olga, shows, backend } = world;
  const { id } = backend.broadcasts.write({ en: 'We have moved' });
  for (const status of ['failed', 'unreachable', 'uncertain'] as const)
    for (let count = 0; count < 25; count += 1) backend.broadcasts.addRecipient('&я'.repeat(50), status);
  backend.broadcasts.tell(id, { total: 75, failed: 25, unreachable: 25, uncertain: 25 }, 'finished');
  await olga.type('/manage');
  await shows('What shall we do?');
  await olga.tap('📣 Broadcasts');
  await shows('told to many clients');
  await olga.tap(/We have moved/);
  await shows('☑️ Sent');
  await olga.tap('🧾 Who has not got it');
  const { text } = await shows('Not delivered: 25');
  assert.equal(text.match(/… \+5$/gm)?.length, 3, 'each kind says how many are not named');
  assert.deepEqual(world.logs, []);
});
