import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Branch, type Collector, type Span, startCollector, treeOf } from '../support/collector.ts';
import { freePort } from '../support/free-port.ts';
import { until } from './support/at-end.ts';
import { openBackendOfFar, startFarProcess } from './support/far.ts';
import { ANNA, MARIA, openStudio, SERVICE_KEY, type Studio } from './support/studio.ts';
import { book, createVisitor } from './support/visitor.ts';

const STRANGE = '00-11111111111111111111111111111111-2222222222222222-01';

/** The action that made a booking in a chat; those of the demo's history were made before. */
const madeOf = ({ spans }: Collector): Span =>
  spans().find(
    ({ name, kind, facts }) => name === 'bookings.create' && kind === INTERNAL && facts['okno.via'] === 'telegram',
  ) ?? assert.fail('the booking was traced');

const [INTERNAL, SERVER, CLIENT, CONSUMER] = [1, 2, 3, 5];

const inTrace = ({ spans }: Collector, { traceId }: Span): Span[] => spans().filter((span) => span.traceId === traceId);

/** The one span that nothing stands above, and its tree. */
const wholeOf = (spans: readonly Span[]): { root: Span; tree: Branch } => {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const [root, ...more] = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId));
  assert.deepEqual(
    more.map(({ name }) => name),
    [],
    'a trace is one tree',
  );
  assert.ok(root !== undefined);
  return { root, tree: treeOf(spans, root) };
};

/** The names on the way down to `name`. */
const wayTo = (name: string, tree: Branch): string[] | null => {
  const [top, ...below] = tree;
  if (top === name) return [top];
  for (const branch of below as Branch[]) {
    const way = wayTo(name, branch);
    if (way !== null) return [top, ...way];
  }
  return null;
};

/** What nobody outside is told: who it is, what they wrote, tokens, values. */
const assertNothingPersonal = (collector: Collector, { config }: Studio) => {
  const text = collector.text();
  for (const secret of [ANNA.first_name, MARIA.first_name, String(ANNA.id), config.TELEGRAM_BOT_TOKEN, SERVICE_KEY])
    assert.ok(secret !== undefined && !text.includes(`"${secret}`) && !text.includes(`/${secret}`), `told: ${secret}`);
  assert.doesNotMatch(text, /Анна|Мария|token-of-the-studio|\$1|values \(/);
};

const open = async (t: TestContext) => {
  const collector = await startCollector(t);
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'studio' };
  return { collector, settings, studio: await openStudio(t, { delivery: 'webhook', settings }) };
};

test('a booking made in the chat is one trace: request, update, gate, action, transaction, statements, Telegram', async (t) => {
  const { collector, studio } = await open(t);
  await studio.as(MARIA).type('/start');
  await book(createVisitor(studio.as(ANNA), 'ru'), { day: 3, time: 1 });
  await studio.server.stop();
  const made = madeOf(collector);
  const trace = inTrace(collector, made);
  const { root, tree } = wholeOf(trace);
  const top = ['POST /tg/webhook/:bot', 'update callback_query'];
  assert.deepEqual(
    [root.kind, root.facts['http.route'], root.facts['http.response.status_code']],
    [SERVER, '/tg/webhook/:bot', 200],
  );
  assert.deepEqual(wayTo('gate', tree), [...top, 'gate']);
  assert.deepEqual(wayTo('batch', tree)?.slice(0, 2), top);
  assert.deepEqual(wayTo('editMessageText', tree), [...top, 'editMessageText']);
  const below = treeOf(trace, made);
  assert.deepEqual(
    below.slice(1).map(([name]) => name),
    ['transaction'],
  );
  const [, ...statements] = (below[1] ?? assert.fail()) as Branch;
  assert.ok(statements.length > 1 && statements.every(([, ...more]) => more.length === 0));
  const told = trace.map(({ facts }) => String(facts['db.query.summary'] ?? ''));
  assert.ok(
    told.some((summary) => /insert bookings\b/.test(summary)),
    told.join('\n'),
  );
  assert.equal(root.of['service.name'], 'studio');
  assertNothingPersonal(collector, studio);
});

test('what is due is a trace of its own, down to the message', async (t) => {
  const { collector, studio } = await open(t);
  await studio.as(MARIA).type('/start');
  await book(createVisitor(studio.as(ANNA), 'ru'), { day: 3, time: 1 });
  const told = async () => (await studio.rows("select 1 from notifications where status = 'sent'")).length > 0;
  await until('the specialist is told', told);
  await studio.server.stop();
  const sent = collector.spans().filter(({ name }) => name === 'sendMessage');
  const ways = sent.map((span) => wayUp(collector.spans(), span).join(' < '));
  assert.ok(ways.includes('sendMessage < deliver < due notification'), ways.join('\n'));
  const due = collector.spans().find(({ name }) => name === 'due notification');
  assert.deepEqual([due?.kind, due?.facts['okno.due.done']], [CONSUMER, true]);
});

/** The names from a span up to the one that nothing stands above. */
const wayUp = (spans: readonly Span[], { name, parentSpanId }: Span): string[] => {
  const above = spans.find(({ spanId }) => spanId === parentSpanId);
  return [name, ...(above === undefined ? [] : wayUp(spans, above))];
};

test('the trace of a bot on another machine goes on at its backend', async (t) => {
  const collector = await startCollector(t);
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const studio = await openBackendOfFar(t, settings);
  const far = await startFarProcess(t, studio, { settings });
  await studio.as(MARIA).type('/start');
  await book(createVisitor(studio.as(ANNA), 'ru'), { day: 3, time: 1 });
  await until('a message was fetched', () => far.lines().some(({ action }) => action === 'notifications.report'));
  // Whoever is told to stop sends what is left.
  assert.equal((await far.kill('SIGTERM')).code, 0);
  await studio.server.stop();
  const made = madeOf(collector);
  const { root, tree } = wholeOf(inTrace(collector, made));
  assert.deepEqual([root.name, root.of['okno.roles']], ['update callback_query', 'far']);
  assert.equal(made.of['okno.roles'], 'gateway,worker');
  const way = wayTo('transaction', tree);
  assert.deepEqual(way?.slice(0, 3), ['update callback_query', way?.[1], 'POST /api/v1/internal/call']);
  assert.equal(
    inTrace(collector, made).filter(({ name, kind }) => name === 'bookings.create' && kind === CLIENT).length,
    1,
  );
  const pull = collector.spans().find(({ name }) => name === 'pull');
  assert.ok(pull !== undefined, 'what was fetched is a trace');
  const fetched = wholeOf(inTrace(collector, pull)).tree;
  for (const name of ['sendMessage', 'transaction']) assert.equal(wayTo(name, fetched)?.[0], 'pull');
  const quiet = collector.spans().filter(({ name }) => name === 'notifications.pull' || name.endsWith('/bots'));
  assert.deepEqual(quiet, [], 'nobody follows who asks every second');
});

test('a stranger cannot put what they ask for into a trace of theirs', async (t) => {
  const { collector, studio } = await open(t);
  const url = `${studio.server.url}/api/v1/services`;
  const ask = (headers: Record<string, string>) => fetch(url, { headers: { traceparent: STRANGE, ...headers } });
  await ask({ 'x-request-id': 'of-a-stranger' });
  await ask({ 'x-request-id': 'of-a-program', 'x-service-key': SERVICE_KEY });
  await studio.server.stop();
  const of = (id: string) =>
    collector.spans().find(({ kind, facts }) => kind === SERVER && facts['okno.request_id'] === id);
  assert.ok(of('of-a-stranger') !== undefined);
  assert.equal(of('of-a-program')?.traceId, '1'.repeat(32));
  assert.notEqual(of('of-a-stranger')?.traceId, '1'.repeat(32));
});

test('a collector that is away costs traces and nothing else', async (t) => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const studio = await openStudio(t, { delivery: 'webhook', settings: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } });
  for (let again = 0; again < 3; again++)
    assert.equal((await fetch(`${studio.server.url}/api/v1/services`)).status, 200);
  await studio.server.stop();
  assert.doesNotMatch(studio.log.text(), /"level":"error"/);
});
