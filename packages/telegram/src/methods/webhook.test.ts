import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestWorld, testWorld } from '../test-world.ts';

const refusal = async (world: TestWorld, params: object): Promise<string | undefined> => {
  world.emulator.clock.advance(1000);
  return (await world.call('setWebhook', params)).description;
};

test('a public server takes only https webhooks on four ports', async () => {
  await using world = await testWorld({ local: false });
  assert.equal(
    await refusal(world, { url: 'http://bot.example.com/hook' }),
    'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
  );
  assert.equal(
    await refusal(world, { url: 'https://bot.example.com:8080/hook' }),
    'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
  );
  assert.equal(await refusal(world, { url: 'https://bot.example.com:8443/hook' }), 'Webhook was set');
});

test('the secret token has at most 256 characters of A-Za-z0-9_-', async () => {
  await using world = await testWorld();
  const url = 'http://127.0.0.1:9/hook';
  assert.equal(
    await refusal(world, { url, secret_token: 'a b' }),
    'Bad Request: secret token contains unallowed characters',
  );
  assert.equal(await refusal(world, { url, secret_token: 'a'.repeat(257) }), 'Bad Request: secret token is too long');
  assert.equal(await refusal(world, { url, secret_token: 'a'.repeat(256) }), 'Webhook was set');
});

test('setWebhook is taken once a second', async () => {
  await using world = await testWorld({ frozen: true });
  const params = { url: 'http://127.0.0.1:9/hook' };
  assert.equal((await world.call('setWebhook', params)).description, 'Webhook was set');
  const refused = await world.call('setWebhook', params);
  assert.deepEqual([refused.error_code, refused.parameters], [429, { retry_after: 1 }]);
  assert.equal((await world.call('getMe')).ok, true);
  assert.equal(await refusal(world, params), 'Webhook is already set');
});

test('getWebhookInfo tells the settings and deleteWebhook drops what waits when asked to', async () => {
  await using world = await testWorld();
  await world.call('setWebhook', {
    url: 'http://127.0.0.1:9/hook',
    max_connections: 500_000,
    allowed_updates: ['message'],
  });
  await world.anna.type('hi');
  const info = (await world.call('getWebhookInfo')).result as Record<string, unknown>;
  assert.equal(info['url'], 'http://127.0.0.1:9/hook');
  assert.equal(info['max_connections'], 100_000);
  assert.equal(info['pending_update_count'], 1);
  assert.deepEqual(info['allowed_updates'], ['message']);
  assert.equal((await world.call('deleteWebhook', { drop_pending_updates: true })).description, 'Webhook was deleted');
  assert.equal((await world.call('deleteWebhook')).description, 'Webhook is already deleted');
  assert.deepEqual((await world.call('getUpdates')).result, []);
});
