import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextRound } from 'node:timers/promises';
import { createPatience } from './redis-patience.ts';

const LIMIT_MS = 20;

/** The two ends of a connection. */
const openLine = async (t: TestContext): Promise<{ here: Socket; there: Socket }> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [there] = (await once(server, 'connection')) as [Socket];
  t.after(() => {
    for (const end of [here, there]) end.destroy();
    server.close();
  });
  return { here, there };
};

/** We have so much to do that time is over; the answer has been there all along. */
const beBusy = (there: Socket): void => {
  there.write('an answer');
  for (const until = performance.now() + 2 * LIMIT_MS; performance.now() < until; );
};

const open = () => {
  const changes: boolean[] = [];
  const onChange = ({ away }: { away: boolean }) => void changes.push(away);
  return { changes, patience: createPatience({ limit_ms: LIMIT_MS, ticks: () => 0, onChange }) };
};

test('an answer that has come while we were busy is read, and nobody is called silent', async (t) => {
  const { here, there } = await openLine(t);
  const { changes, patience } = open();
  // From here timers come next, and what has come only then.
  await nextRound();
  const answered = patience.await(() => once(here, 'data'));
  beBusy(there);
  assert.equal(`${await answered}`, 'an answer');
  assert.deepEqual(changes, []);
});

test('the control: who only looks at the clock misses it', async (t) => {
  const { here, there } = await openLine(t);
  await nextRound();
  const late = new Promise((resolve) => setTimeout(resolve, LIMIT_MS, 'late'));
  const first = Promise.race([once(here, 'data'), late]);
  beBusy(there);
  assert.equal(await first, 'late');
});

test('who does not answer is called silent, once, and the next ones need not wait', async (t) => {
  const { here } = await openLine(t);
  const { changes, patience } = open();
  await assert.rejects(
    patience.await(() => once(here, 'data')),
    /no answer within 20 ms/,
  );
  await assert.rejects(
    patience.await(() => once(here, 'data')),
    /has not answered a moment ago/,
  );
  assert.deepEqual(changes, [true]);
});
