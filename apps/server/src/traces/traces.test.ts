import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { AppError } from '@okno/contract';
import { startCollector, treeOf } from '../../../../test/support/collector.ts';
import { readConfig } from '../config.ts';
import { createGate } from '../load/gate.ts';
import { createLog } from '../log.ts';
import { createBotApi } from '../telegram/fetch.ts';
import { followBotApi, followCalls, followDatabase, followFace, followGate, followJobs, summaryOf } from './follow.ts';
import { openTraces, tellOfCollector } from './open-traces.ts';

const open = async (t: TestContext, settings: Readonly<Record<string, string>> = {}) => {
  const collector = await startCollector(t);
  const config = readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...settings });
  const traces = await openTraces(config, createLog('silent'));
  assert.ok(traces !== null);
  return { collector, traces };
};

test('without a collector nothing is opened', async () => {
  assert.equal(await openTraces(readConfig({}), createLog('silent')), null);
});

test('where nobody wants traces, everything is what it was before: there is nothing in the way', () => {
  const call = async () => ({});
  const gate = createGate({ most: 1, most_each: 1, now: () => 0, setTimer: () => () => {} });
  const api = createBotApi('http://127.0.0.1:1');
  const jobs = { run: async () => ({ done: true }) as const, together: {} };
  const face = {} as Parameters<typeof followFace>[0];
  assert.equal(followCalls(call, null), call);
  assert.equal(followGate(gate, null), gate);
  assert.equal(followBotApi(api, null), api);
  assert.equal(followJobs(jobs, null), jobs);
  assert.equal(followFace(face, null), face);
  assert.equal(followDatabase(null), undefined);
});

test('who waits at the gate goes on with their own trace, whoever lets them in', async (t) => {
  const { collector, traces } = await open(t);
  const gate = followGate(createGate({ most: 1, most_each: 1, now: () => 0, setTimer: () => () => {} }), traces);
  const held = Promise.withResolvers<void>();
  const work = (who: string) => () => traces.span({ name: `work of ${who}` }, () => held.promise);
  const ask = (who: string) => traces.span({ name: who }, () => gate.pass(who, 1_000, work(who)));
  const both = [ask('first'), ask('second')];
  held.resolve();
  await Promise.all(both);
  await traces.close();
  const [second] = collector.spans().filter(({ name }) => name === 'second');
  assert.ok(second !== undefined);
  assert.deepEqual(treeOf(collector.spans(), second), ['second', ['gate'], ['work of second']]);
});

test('a part tells the code of a refusal and the kind of a fault, and of neither its words', async (t) => {
  const { collector, traces } = await open(t);
  const failing = (name: string, error: Error) => traces.span({ name }, () => Promise.reject(error)).catch(() => {});
  await failing('refused', new AppError('slot_taken', { field: 'canary' }));
  await failing('broken', new TypeError('canary'));
  await failing('renamed', Object.assign(new Error('canary'), { name: 'canary of Anna' }));
  await traces.close();
  const type = (wanted: string) => collector.spans().find(({ name }) => name === wanted)?.facts['error.type'];
  assert.deepEqual(['refused', 'broken', 'renamed'].map(type), ['slot_taken', 'TypeError', 'error']);
  assert.doesNotMatch(collector.text(), /canary/);
});

test('what is quiet is not traced, nor what is asked of another machine meanwhile', async (t) => {
  const { collector, traces } = await open(t);
  await traces.quiet(() => traces.span({ name: 'quiet' }, async () => assert.deepEqual(traces.headers(), {})));
  await traces.span({ name: 'heard' }, async () => {
    assert.match(traces.headers()['traceparent'] ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    await traces.quiet(() => traces.span({ name: 'quiet below' }, async () => {}));
  });
  await traces.span({ name: 'by itself', inner: true }, async () => {});
  await traces.close();
  assert.deepEqual(
    collector.spans().map(({ name }) => name),
    ['heard'],
  );
});

test('the collector gets its headers, and the share that is wanted', async (t) => {
  const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20key,x-other=2' };
  const { collector, traces } = await open(t, headers);
  await traces.span({ name: 'one' }, async () => {});
  await traces.close();
  assert.match(collector.text(), /"x-key":"a key","x-other":"2"/);
  const none = await open(t, { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
  await none.traces.span({ name: 'one' }, async () => {});
  const parent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
  await none.traces.span({ name: 'wanted elsewhere', parent }, async () => {});
  await none.traces.close();
  assert.deepEqual(
    none.collector.spans().map(({ name, traceId }) => [name, traceId]),
    [['wanted elsewhere', '1'.repeat(32)]],
  );
});

test('a collector that is away is told once, and once more when it is back', () => {
  const told: string[] = [];
  const note = ({ event }: { event: string }) => void told.push(event);
  const hear = tellOfCollector({ info: note, warn: note } as unknown as Parameters<typeof tellOfCollector>[0]);
  for (const taken of [true, false, false, true, true]) hear(taken);
  assert.deepEqual(told, ['traces_away', 'traces_back']);
});

test('a collector that refuses the last traces is told as one that is away, and is no fault of the end', async (t) => {
  const { url } = await startCollector(t);
  const told: string[] = [];
  const log = createLog('info', { write: (line: string) => void told.push(JSON.parse(line).event) });
  const traces = await openTraces(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/nowhere` }), log);
  await traces?.span({ name: 'lost' }, async () => {});
  await traces?.close();
  assert.deepEqual(told, ['traces_away']);
});

test('a statement is told by its verb and its table', () => {
  const texts = [
    'select id from bookings where id = $1',
    'with x as (select 1 from a for update skip locked) insert into due (id) select 1',
    'with x as (insert into bookings (id) values ($1)) update clients set name = $1',
    'insert into kv (key) values ($1) on conflict (key) do update set value = $2',
    'begin',
    "select set_config('app.tenant_id', $1, true)",
  ];
  assert.deepEqual(texts.map(summaryOf), [
    ...['select bookings', 'insert due', 'insert bookings, update clients', 'insert kv', 'begin', 'select'],
  ]);
});
