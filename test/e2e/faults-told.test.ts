import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { FAR_BOTS_PATH } from '@okno/contract';
import { startSentry } from '../support/sentry.ts';
import { atEnd, until } from './support/at-end.ts';
import { openBackendOfFar, startFarProcess } from './support/far.ts';
import { runOkno } from './support/okno.ts';
import { ANNA, openStudio, SERVICE_KEY } from './support/studio.ts';

const open = async (t: TestContext) => {
  const sentry = await startSentry(t);
  const studio = await openStudio(t, {
    delivery: 'webhook',
    settings: { SENTRY_DSN: sentry.dsn, SENTRY_ENVIRONMENT: 'studio' },
  });
  return { sentry, studio };
};

/** A backend that names its bots, and answers everything else with what no screen can read. */
const startBabbler = async (t: TestContext, url: string): Promise<string> => {
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request;
    const known = path.startsWith(FAR_BOTS_PATH);
    const key = { 'x-service-key': String(headers['x-service-key']) };
    const answer = known ? await (await fetch(`${url}${path}`, { headers: key })).text() : '{"result":{"items":[]}}';
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(t, async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test('a fault of an action and one of the worker are told to Sentry, with release, request and place', async (t) => {
  const { sentry, studio } = await open(t);
  const url = `${studio.server.url}/api/v1/services`;
  const headers = { 'x-service-key': SERVICE_KEY, 'x-request-id': 'request-of-the-test' };
  const ask = async () => (await fetch(url, { headers })).status;
  await studio.rows('alter table services rename to services_away');
  for (let again = 0; again < 5; again++) assert.equal(await ask(), 500);
  await studio.rows('alter table services_away rename to services');
  await studio.rows('alter table notifications rename to notifications_away');
  await studio.rows(`insert into due (tenant_id, fire_at, kind, id)
    select tenant_id, now(), 'notification', gen_random_uuid() from tenants limit 1`);
  const of = (event: string) => sentry.events().filter(({ tags }) => tags['event'] === event);
  await until('both were told', () => of('fault').length > 0 && of('due_failed').length > 0);
  await studio.rows('alter table notifications_away rename to notifications');
  const [fault, ...more] = of('fault');
  assert.deepEqual(more, [], 'what repeats is told once a minute');
  const { release, environment, tags, exception } = fault ?? assert.fail();
  assert.deepEqual([release, environment], ['okno@0.1.0', 'studio']);
  const { action, request_id, roles } = tags;
  assert.deepEqual([action, request_id, roles], ['services.list', 'request-of-the-test', 'gateway,bot,worker']);
  assert.equal(exception.values.at(-1)?.value, 'code 42P01');
  const frames = [...of('fault'), ...of('due_failed')].flatMap(
    (event) => event.exception.values.at(-1)?.stacktrace?.frames ?? [],
  );
  assert.ok(
    frames.some(({ filename = '' }) => /^(packages|node_modules)\//.test(filename)),
    JSON.stringify(frames),
  );
});

test('a bot on another machine tells its own, and stops only when they have arrived', async (t) => {
  const sentry = await startSentry(t, 1_000);
  const studio = await openBackendOfFar(t);
  const backend_url = await startBabbler(t, studio.server.url);
  const far = await startFarProcess(t, studio, { backend_url, settings: { SENTRY_DSN: sentry.dsn } });
  await studio.as(ANNA).type('/start');
  await until('the fault is in the log', () => far.lines().some(({ event }) => event === 'update_failed'));
  assert.deepEqual(sentry.events(), [], 'Sentry takes its time');
  assert.equal((await far.kill('SIGTERM')).code, 0);
  const [event] = sentry.events();
  assert.deepEqual([event?.tags['event'], event?.tags['roles']], ['update_failed', 'far']);
});

test('an address that is none is refused before anything is started, and nobody tells its key', async (t) => {
  const okno = runOkno(t, ['serve'], { SENTRY_DSN: 'https://secretsecret@sentry.example.org/' });
  assert.equal((await okno.ended).code, 1);
  assert.match(okno.stderr(), /SENTRY_DSN must be the DSN of a project in Sentry/);
  assert.doesNotMatch(okno.stderr() + okno.stdout(), /secretsecret/);
});
