import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { inMs, openAssistant } from './support/assistant.ts';
import { atEnd } from './support/at-end.ts';
import { openStudio } from './support/studio.ts';

type Answer = {
  readonly isError?: boolean;
  readonly structuredContent?: Record<string, unknown>;
  readonly content: { text: string }[];
};

const connect = async (t: TestContext, url: string, secret: string) => {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${secret}` } },
  });
  await client.connect(transport as unknown as Parameters<Client['connect']>[0]);
  atEnd(t, () => client.close());
  return {
    client,
    use: async (name: string, args: object = {}): Promise<Answer> =>
      (await client.callTool({ name, arguments: { ...args } })) as unknown as Answer,
  };
};

test('an assistant finds its tools, books a free slot, and is woken by a reminder', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const ada = await openAssistant(`${studio.server.url}/api/v1`);
  const { client, use } = await connect(t, studio.server.url, ada.secret);
  const { tools } = await client.listTools();
  const book = tools.find(({ name }) => name === 'book');
  assert.ok(tools.length > 10 && book !== undefined);
  assert.deepEqual(book.inputSchema.required, ['service_id', 'starts_at']);
  const services = (await use('list_services')).structuredContent?.['items'] as { id: string }[];
  const service_id = services[0]?.id;
  const day = (days: number) => inMs(days * 86_400_000).slice(0, 10);
  const free = await use('list_free_slots', { service_id, from: day(1), to: day(10) });
  const days = free.structuredContent?.['days'] as { slots: { starts_at: string }[] }[];
  const starts_at = days.flatMap(({ slots }) => slots)[0]?.starts_at;
  const client_of_ours = { name: 'Emma', phone: '+4930123456' };
  const booked = await use('book', { service_id, starts_at, client: client_of_ours });
  assert.equal(booked.structuredContent?.['status'], 'confirmed', JSON.stringify(booked));
  assert.match(
    (await use('book', { service_id, starts_at: inMs(-1000), client: client_of_ours })).content[0]?.text ?? '',
    /slot_not_offered/,
  );
  const made = await use('create_reminder', {
    user_id: 1,
    type: 'one_time',
    trigger_at: inMs(700),
    payload: '{"call":"Emma"}',
  });
  const reminder_id = made.structuredContent?.['id'];
  const taken = await use('take_reminder_events', { wait: 10 });
  const { items = [] } = (taken.structuredContent ?? {}) as {
    items?: { payload: { reminder_id: string; payload: unknown } }[];
  };
  const [event] = items;
  assert.deepEqual([event?.payload.reminder_id, event?.payload.payload], [reminder_id, { call: 'Emma' }]);
  const acked = await use('acknowledge_reminder', { id: reminder_id, status: 'done' });
  assert.equal(acked.structuredContent?.['acknowledged'], 1);
  const [line] = await studio.rows<{ actor: string }>(
    `select actor from audit_log where action = 'bookings.create' order by id desc limit 1`,
  );
  assert.equal(line?.actor, `assistant:${ada.id}`);
});

test('what is refused is told in words, with the field and the rule', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const ada = await openAssistant(`${studio.server.url}/api/v1`, { scopes: ['reminders'] });
  const { use } = await connect(t, studio.server.url, ada.secret);
  const bad = await use('create_reminder', {
    user_id: 1,
    type: 'one_time',
    trigger_at: 'tomorrow',
    payload: '{}',
    colour: 1,
  });
  assert.equal(bad.isError, true);
  assert.match(bad.content[0]?.text ?? '', /invalid_input[\s\S]*trigger_at: [\s\S]*colour: unknown field/);
  assert.match((await use('list_bookings')).content[0]?.text ?? '', /forbidden/);
  assert.match((await use('constructor')).content[0]?.text ?? '', /no tool/);
  assert.deepEqual(await studio.rows('select 1 from reminders'), []);
});

test('nobody without a key, and no page of somebody else, reaches the tools', async (t) => {
  const studio = await openStudio(t, { delivery: 'webhook' });
  const ada = await openAssistant(`${studio.server.url}/api/v1`);
  const statusOf = async (headers: Record<string, string>) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    const common = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    return (await fetch(`${studio.server.url}/mcp`, { method: 'POST', headers: { ...common, ...headers }, body }))
      .status;
  };
  const authorization = `Bearer ${ada.secret}`;
  assert.equal(await statusOf({}), 401);
  assert.equal(await statusOf({ authorization: 'Bearer okno_wrong' }), 403);
  assert.equal(await statusOf({ authorization, origin: 'https://evil.example' }), 403);
  assert.equal(await statusOf({ authorization }), 200);
});
