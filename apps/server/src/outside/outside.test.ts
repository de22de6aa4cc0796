import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isPublicAddress } from './addresses.ts';
import { createFetchCalendar } from './fetch-calendar.ts';
import { createOutside } from './outside.ts';

const CALENDAR = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that stands in for the internet on this machine, and counts who has asked. */
const serve = async (t: TestContext, answer: Answer) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
};

const calendar: Answer = (_request, response) => {
  response.setHeader('content-type', 'text/calendar; charset=utf-8').setHeader('etag', '"v1"').end(CALENDAR);
};

type World = {
  /** What each name resolves to, one answer after the other; the last one stays. */
  readonly names?: Readonly<Record<string, string[]>>;
  /** Addresses that count as open besides those that are. */
  readonly open?: (address: string) => boolean;
  readonly timeout_ms?: number;
};

/** Asks for calendars in a world in which `calendar.example` is this machine, and this machine is the internet. */
const fetcher = (
  t: TestContext,
  { names = {}, open = (address) => address === '127.0.0.1', timeout_ms = 3_000 }: World = {},
) => {
  const resolved: string[] = [];
  const refused: string[] = [];
  const outside = createOutside({
    resolve: async (name) => {
      resolved.push(name);
      const list = names[name] ?? ['127.0.0.1'];
      const address = (list.length > 1 ? list.shift() : list[0]) ?? '';
      return [{ address, family: address.includes(':') ? 6 : 4 }];
    },
    allowed: { address: (address) => isPublicAddress(address) || open(address), port: () => true },
    onRefused: (host) => refused.push(host),
  });
  t.after(() => outside.close());
  return { fetch: createFetchCalendar(outside, { timeout_ms }), resolved, refused };
};

const failed = (error: string) => ({ status: 'failed', error });

test('a calendar is fetched with its tag, and asked for by it the next time', async (t) => {
  const { port } = await serve(t, (request, response) => {
    if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
    else calendar(request, response);
  });
  const { fetch } = fetcher(t);
  const url = `http://calendar.example:${port}/me.ics`;
  assert.deepEqual(await fetch(url, { etag: null }), { status: 'fetched', text: CALENDAR, etag: '"v1"' });
  assert.deepEqual(await fetch(url, { etag: '"v1"' }), { status: 'unchanged' });
  assert.deepEqual(await fetch(url, { etag: '"v0"' }), { status: 'fetched', text: CALENDAR, etag: '"v1"' });
});

test('a name that resolves to a near address is refused, and nothing is sent there', async (t) => {
  const { port, asked } = await serve(t, calendar);
  const near = ['10.0.0.1', '169.254.169.254', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', 'fd00::1', '0.0.0.0'];
  for (const address of near) {
    const { fetch, refused } = fetcher(t, { names: { 'evil.example': [address] }, open: () => false });
    // Like a name that does not exist; only the log tells them apart.
    assert.deepEqual(await fetch(`http://evil.example:${port}/`, { etag: null }), failed('unreachable'), address);
    assert.deepEqual(refused, ['evil.example'], address);
  }
  assert.deepEqual(asked, []);
});

test('one near address among open ones spoils them all', async (t) => {
  const refused: string[] = [];
  const outside = createOutside({
    onRefused: (host) => refused.push(host),
    resolve: async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ],
  });
  t.after(() => outside.close());
  const fetch = createFetchCalendar(outside);
  assert.deepEqual(await fetch('http://calendar.example/', { etag: null }), failed('unreachable'));
  assert.deepEqual(refused, ['calendar.example']);
});

test('a name that leads somewhere near a moment later is refused then', async (t) => {
  const { port, asked } = await serve(t, (_request, response) => {
    response.writeHead(302, { location: `http://evil.example:${port}/second`, connection: 'close' }).end();
  });
  const { fetch, resolved, refused } = fetcher(t, { names: { 'evil.example': ['127.0.0.1', '127.0.0.2'] } });
  assert.deepEqual(await fetch(`http://evil.example:${port}/first`, { etag: null }), failed('unreachable'));
  assert.deepEqual(refused, ['evil.example']);
  assert.deepEqual(resolved, ['evil.example', 'evil.example']);
  assert.deepEqual(asked, [`evil.example:${port} /first`]);
});

test('where the connection has really led is looked at once more before anything is sent', async (t) => {
  const { port, asked } = await serve(t, calendar);
  let looks = 0;
  // Open when it is looked up, near when it is connected.
  const open = () => {
    looks += 1;
    return looks === 1;
  };
  const { fetch, refused } = fetcher(t, { open });
  assert.deepEqual(await fetch(`http://calendar.example:${port}/`, { etag: null }), failed('unreachable'));
  assert.deepEqual(refused, ['calendar.example']);
  assert.equal(looks, 2);
  assert.deepEqual(asked, []);
});

test('control: the same server is reached when its address counts as open', async (t) => {
  const { port, asked } = await serve(t, calendar);
  const { fetch } = fetcher(t, { open: () => true });
  assert.equal((await fetch(`http://127.0.0.1:${port}/`, { etag: null })).status, 'fetched');
  assert.equal((await fetch(`http://evil.example:${port}/`, { etag: null })).status, 'fetched');
  assert.equal(asked.length, 2);
});

test('redirects are followed three times, and each is checked like the first address', async (t) => {
  const { port, asked } = await serve(t, (request, response) => {
    const [, left = '0'] = /^\/(\d)$/.exec(request.url ?? '') ?? [];
    if (left === '0') return calendar(request, response);
    response.writeHead(302, { location: `/${Number(left) - 1}` }).end();
  });
  const { fetch } = fetcher(t);
  const at = (path: string) => fetch(`http://calendar.example:${port}${path}`, { etag: null });
  assert.equal((await at('/3')).status, 'fetched');
  assert.equal(asked.length, 4);
  assert.deepEqual(await at('/4'), failed('unreachable'));
});

test('a redirect to a near address, another protocol or with a password is refused', async (t) => {
  const targets = [
    'http://localhost/',
    'http://127.1/',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'ftp://calendar.example/',
    'http://user:secret@calendar.example/',
    '//printer.local/',
  ];
  let [target, reached] = ['', false];
  const { port, asked } = await serve(t, (_request, response) => {
    reached = true;
    response.writeHead(301, { location: target, connection: 'close' }).end('x'.repeat(1000));
  });
  // The first address counts as open until it has been reached.
  const { fetch } = fetcher(t, { open: () => !reached });
  for (target of targets) {
    reached = false;
    assert.deepEqual(
      await fetch(`http://calendar.example:${port}/`, { etag: null }),
      failed('address_refused'),
      target,
    );
    assert.ok(reached, target);
  }
  assert.equal(asked.length, targets.length);
  assert.ok(asked.every((one) => one.startsWith('calendar.example')));
});

test('a big answer is cut, whether it says how big it is or not', async (t) => {
  const chunk = Buffer.alloc(256 * 1024, 'x');
  let sent = 0;
  const { port } = await serve(t, (request, response) => {
    response.setHeader('content-type', 'text/calendar');
    if (request.url === '/told') response.setHeader('content-length', String(3 * 1024 * 1024));
    sent = 0;
    const more = () => {
      while (!response.destroyed && sent < 200) {
        sent += 1;
        if (!response.write(chunk)) return response.once('drain', more);
      }
      return response.end();
    };
    more();
  });
  const { fetch } = fetcher(t);
  for (const path of ['/told', '/silent']) {
    assert.deepEqual(await fetch(`http://calendar.example:${port}${path}`, { etag: null }), failed('too_large'), path);
    assert.ok(sent < 100, `${sent} pieces were sent`);
  }
});

test('a slow answer is given up, in its head and in its body', async (t) => {
  const { port } = await serve(t, (request, response) => {
    if (request.url === '/head') return;
    response.setHeader('content-type', 'text/calendar').write('BEGIN:VCALENDAR\r\n');
    const timer = setInterval(() => response.write('X'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const { fetch } = fetcher(t, { timeout_ms: 300 });
  for (const path of ['/head', '/body'])
    assert.deepEqual(await fetch(`http://calendar.example:${port}${path}`, { etag: null }), failed('too_slow'), path);
});

test('a packed answer, a page and an image are no calendars; some text and some bytes may be', async (t) => {
  let [type, packed] = ['', false];
  const { port } = await serve(t, (request, response) => {
    assert.equal(request.headers['accept-encoding'], 'identity');
    if (type !== '') response.setHeader('content-type', type);
    if (packed) response.setHeader('content-encoding', 'gzip');
    response.end(packed ? gzipSync(Buffer.alloc(100_000_000)) : CALENDAR);
  });
  const { fetch } = fetcher(t);
  const statusOf = async (wanted: string) => {
    type = wanted;
    return (await fetch(`http://calendar.example:${port}/`, { etag: null })).status;
  };
  for (const good of ['text/calendar', 'TEXT/Calendar; charset=UTF-8', 'text/plain', 'application/octet-stream', ''])
    assert.equal(await statusOf(good), 'fetched', good);
  for (const bad of ['text/html', 'application/json', 'image/png']) assert.equal(await statusOf(bad), 'failed', bad);
  packed = true;
  type = 'text/calendar';
  assert.deepEqual(await fetch(`http://calendar.example:${port}/`, { etag: null }), failed('not_a_calendar'));
});

test('what a server answers instead of a calendar is told in our words and says nothing of what is inside', async (t) => {
  let status = 200;
  const { port } = await serve(t, (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end('ECONNREFUSED 10.0.0.7:5432 password=1');
  });
  const { fetch } = fetcher(t);
  const errorOf = async (wanted: number) => {
    status = wanted;
    return fetch(`http://calendar.example:${port}/`, { etag: null });
  };
  for (const gone of [401, 403, 404, 410]) assert.deepEqual(await errorOf(gone), failed('not_found'));
  for (const other of [204, 304, 400, 429, 500, 503]) assert.deepEqual(await errorOf(other), failed('unreachable'));
});

test('nobody at the address, no such name and a broken answer are unreachable', async (t) => {
  const { port } = await serve(t, (request) => request.socket.end('nonsense\r\n\r\n'));
  const { fetch } = fetcher(t);
  assert.deepEqual(await fetch(`http://calendar.example:${port}/`, { etag: null }), failed('unreachable'));
  assert.deepEqual(await fetch('http://calendar.example:1/', { etag: null }), failed('unreachable'));
  const outside = createOutside({
    resolve: async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND secret.example'), { code: 'ENOTFOUND' });
    },
  });
  t.after(() => outside.close());
  const lost = createFetchCalendar(outside);
  assert.deepEqual(await lost('https://secret.example/', { etag: null }), failed('unreachable'));
});
