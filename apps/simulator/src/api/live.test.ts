import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { follow, type Stream } from './live.ts';
import type { WorldEvent, WorldView } from './protocol.ts';

class FakeStream extends EventTarget implements Stream {
  closed = false;
  close() {
    this.closed = true;
  }
  say(event: WorldEvent) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
}

const world: WorldView = { bots: [], people: [], chats: [], clock: { now: 0, offset_ms: 0 } };
const clockAt = (now: number): WorldEvent => ({ type: 'clock', clock: { now, offset_ms: 0 } });

/** Follows fake streams; `log` tells what the page heard, `stream(n)` waits for the n-th connection. */
const setUp = (t: TestContext, states: (() => Promise<WorldView>)[]) => {
  const streams: FakeStream[] = [];
  const log: string[] = [];
  const open = () => {
    const stream = new FakeStream();
    streams.push(stream);
    return stream;
  };
  const state = () => (states.shift() ?? (() => Promise.resolve(world)))();
  const stop = follow(
    { open, state, first_retry_ms: 1 },
    {
      onWorld: () => log.push('world'),
      onEvent: (event) => log.push(event.type === 'clock' ? `clock ${event.clock.now}` : event.type),
      onConnection: (connected) => log.push(connected ? 'connected' : 'away'),
    },
  );
  t.after(stop);
  const stream = (at: number) =>
    t.waitFor(
      () => {
        const found = streams[at];
        assert.ok(found);
        return found;
      },
      { interval: 1 },
    );
  const heard = (...expected: string[]) => t.waitFor(() => assert.deepEqual(log, expected), { interval: 1 });
  return { stream, heard, stop, streams };
};

test('what happens while the state is being read is told after it', async (t) => {
  const { promise, resolve } = Promise.withResolvers<WorldView>();
  const { stream, heard } = setUp(t, [() => promise]);
  const first = await stream(0);
  first.dispatchEvent(new Event('open'));
  first.say(clockAt(1));
  resolve(world);
  await heard('world', 'clock 1', 'connected');
  first.say(clockAt(2));
  await heard('world', 'clock 1', 'connected', 'clock 2');
});

test('a lost stream is opened again and everything is read anew', async (t) => {
  const { stream, heard } = setUp(t, []);
  const first = await stream(0);
  first.dispatchEvent(new Event('open'));
  await heard('world', 'connected');
  first.dispatchEvent(new Event('error'));
  const second = await stream(1);
  assert.equal(first.closed, true);
  second.dispatchEvent(new Event('open'));
  await heard('world', 'connected', 'away', 'world', 'connected');
});

test('a state that cannot be read counts as a lost stream', async (t) => {
  const { stream, heard } = setUp(t, [() => Promise.reject(new Error('gone'))]);
  (await stream(0)).dispatchEvent(new Event('open'));
  (await stream(1)).dispatchEvent(new Event('open'));
  await heard('away', 'world', 'connected');
});

test('a stopped page neither hears nor comes back', async (t) => {
  const { stream, heard, stop, streams } = setUp(t, []);
  const first = await stream(0);
  first.dispatchEvent(new Event('open'));
  await heard('world', 'connected');
  stop();
  first.say(clockAt(3));
  first.dispatchEvent(new Event('error'));
  assert.equal(first.closed, true);
  assert.equal(streams.length, 1);
  await heard('world', 'connected');
});
