import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { askPatiently } from './patience.ts';

const IDLE_MS = 300_000;

/** An answer whose pieces come when the test says so; as with `fetch`, the signal breaks it off. */
const openAnswer = async (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = writable.getWriter();
  const answer = await askPatiently(
    new Request('http://storage.example/'),
    { idle_ms: IDLE_MS },
    async (_request, { signal }) => {
      signal.addEventListener('abort', () => void writer.abort(signal.reason).catch(() => {}), { once: true });
      return new Response(readable, { status: 200, headers: { etag: '"one"' } });
    },
  );
  const reader = (answer.body ?? assert.fail('there is a body')).getReader();
  const piece = async (): Promise<void> => {
    const [read] = await Promise.all([reader.read(), writer.write(new Uint8Array([1]))]);
    assert.deepEqual(read.value, new Uint8Array([1]));
  };
  return { answer, reader, writer, piece };
};

test('a body that comes slowly is waited for, however long it takes as a whole', async (t) => {
  const { answer, reader, writer, piece } = await openAnswer(t);
  assert.deepEqual([answer.status, answer.headers.get('etag')], [200, '"one"']);
  for (let n = 0; n < 10; n += 1) {
    t.mock.timers.tick(IDLE_MS - 1);
    await piece();
  }
  const [last] = await Promise.all([reader.read(), writer.close()]);
  assert.equal(last.done, true);
});

test('a body of which nothing more comes is given up', async (t) => {
  const { reader, piece } = await openAnswer(t);
  await piece();
  const next = assert.rejects(reader.read(), { name: 'TimeoutError' });
  t.mock.timers.tick(IDLE_MS);
  await next;
});

test('whoever does not answer at all is given up', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked = Promise.withResolvers<void>();
  const silent = (_request: Request, { signal }: { signal: AbortSignal }): Promise<Response> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      asked.resolve();
    });
  const answer = askPatiently(new Request('http://storage.example/'), { idle_ms: IDLE_MS }, silent);
  await asked.promise;
  t.mock.timers.tick(IDLE_MS);
  await assert.rejects(answer, { name: 'TimeoutError' });
});
