import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { MAX_WAIT_SECONDS } from '@okno/contract';
import { atEnd, tempFolder, until } from '../e2e/support/at-end.ts';
import { freePort } from '../support/free-port.ts';
import { requireProgram } from '../support/requires.ts';
import { DEPLOY, readDeploy } from './files.ts';

const run = promisify(execFile);

/** What stands behind a proxy: it tells what has reached it, and takes an upgrade. */
const startBehind = async (t: TestContext): Promise<number> => {
  const server = createServer((asked, answer) => {
    answer
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ url: asked.url, headers: asked.headers }));
  }).listen(0, '127.0.0.1');
  server.on('upgrade', (_asked, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello');
    socket.on('error', () => {});
  });
  await once(server, 'listening');
  atEnd(t, () => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
};

/** Starts a program of the system, which ends with the test. */
const startProxy = async (t: TestContext, program: string, words: readonly string[], env: Record<string, string>) => {
  const child = spawn(program, words, { env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' });
  atEnd(t, async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
};

type Reached = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** What every proxy in front of Okno has to do. */
const checkProxy = async (port: number): Promise<void> => {
  const address = `http://127.0.0.1:${port}`;
  const reached = async (place: string): Promise<Reached> => {
    const answer = await fetch(`${address}${place}`, {
      headers: { 'x-forwarded-for': '203.0.113.7', authorization: 'Bearer x' },
    });
    assert.equal(answer.status, 200);
    return (await answer.json()) as Reached;
  };
  await until('the proxy listens', () =>
    fetch(address).then(
      (one) => one.ok,
      () => false,
    ),
  );
  const { headers, url } = await reached('/api/v1/services?x=1');
  assert.equal(url, '/api/v1/services?x=1');
  assert.equal(headers['x-forwarded-for'], '127.0.0.1', 'what a visitor claims of himself is thrown away');
  assert.equal(headers['x-forwarded-proto'], 'http');
  assert.equal((await reached('/tg/webhook/1')).url, '/tg/webhook/1');
  assert.equal((await fetch(`${address}/metrics`, { headers: { authorization: 'Bearer x' } })).status, 404);
  const asked = request(`${address}/live`, { headers: { connection: 'Upgrade', upgrade: 'websocket' } }).end();
  const [answer, socket] = (await once(asked, 'upgrade')) as [IncomingMessage, { destroy(): void }];
  assert.equal(answer.statusCode, 101);
  socket.destroy();
};

/** A site of nginx in a whole file that writes into this folder only. */
const wrapped = (folder: string, site: string): string =>
  `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
    http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
    uwsgi_temp_path ${folder}; scgi_temp_path ${folder}; ${site} }`;

test('nginx takes the file as it is, and before Okno it does what it has to', async (t) => {
  const nginx = requireProgram(t, 'nginx');
  const openssl = requireProgram(t, 'openssl');
  if (nginx === null || openssl === null) return;
  const folder = tempFolder(t);
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  await run(openssl, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-keyout', key, '-out', cert]);
  const write = (name: string, site: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, wrapped(folder, site));
    return file;
  };
  const site = readDeploy('nginx/okno.conf')
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${cert};`);
  await run(nginx, ['-t', '-q', '-c', write('whole.conf', site)]);
  await assert.rejects(run(nginx, ['-t', '-q', '-c', write('wrong.conf', site.replace('proxy_pass', 'proxy_pas'))]));
  const port = await freePort();
  const plain = site
    .replace(/server \{\s+listen 80;[\s\S]*?\n\}/, '')
    .replace(/listen 443 ssl http2;/, `listen 127.0.0.1:${port};`)
    .replace(/listen \[::\]:443 ssl http2;/, '')
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${await startBehind(t)}`);
  await startProxy(t, nginx, ['-c', write('plain.conf', plain)], {});
  await checkProxy(port);
});

/** Processes of which the first answers nobody: it refuses, breaks off, or says that it is about to end. */
const startPeers = async (t: TestContext, first: 'refuses' | 'breaks off' | 503) => {
  const met: string[] = [];
  const begin = async (name: string, how: typeof first | 200) => {
    const server = createServer((asked, answer) => {
      met.push(`${name} ${asked.method}`);
      if (how === 'breaks off') answer.destroy();
      else answer.writeHead(how === 'refuses' ? 500 : how).end(name);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const close = () => {
      server.close();
      server.closeAllConnections();
    };
    if (how === 'refuses') close();
    else atEnd(t, close);
    return port;
  };
  return { ports: [await begin('first', first), await begin('second', 200)] as const, met };
};

test('nginx sends to the next process what was not begun, and what may be done twice', async (t) => {
  const nginx = requireProgram(t, 'nginx');
  if (nginx === null) return;
  const folder = tempFolder(t);
  const askAll = async (first: Parameters<typeof startPeers>[1]) => {
    const { ports } = await startPeers(t, first);
    const port = await freePort();
    const file = path.join(folder, `${first}.conf`);
    const site = readDeploy('nginx/okno.conf')
      .replace(/server \{\s+listen 80;[\s\S]*?\n\}/, '')
      .replace(/listen 443 ssl http2;/, `listen 127.0.0.1:${port};`)
      .replace(/listen \[::\]:443 ssl http2;|ssl_certificate.*;/g, '')
      // Nobody counts as away: each request meets the first one first.
      .replace(
        /server 127\.0\.0\.1:8080.*;/g,
        `server 127.0.0.1:${ports[0]} max_fails=0; server 127.0.0.1:${ports[1]} backup;`,
      );
    writeFileSync(file, wrapped(folder, site));
    await startProxy(t, nginx, ['-c', file], {});
    const ask = async (method: string, place: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${place}`, {
        method,
        ...(method === 'POST' && { body: '{}' }),
      });
      return `${answer.status}`;
    };
    await until('the proxy listens', () => ask('GET', '/').catch(() => false));
    return Promise.all([ask('GET', '/x'), ask('POST', '/x'), ask('POST', '/tg/webhook/7')]);
  };
  assert.deepEqual(await askAll('refuses'), ['200', '200', '200']);
  assert.deepEqual(await askAll('breaks off'), ['200', '502', '200']);
  assert.deepEqual(await askAll(503), ['503', '503', '200']);
});

test('Caddy takes the file as it is, and before Okno it does what it has to', async (t) => {
  const caddy = requireProgram(t, 'caddy');
  if (caddy === null) return;
  const folder = tempFolder(t);
  const file = path.join(DEPLOY, 'caddy/Caddyfile');
  const home = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const env = { PATH: process.env['PATH'], ...home, OKNO_DOMAIN: 'book.example.org' };
  await run(caddy, ['validate', '--adapter', 'caddyfile', '--config', file], { env });
  const wrong = path.join(folder, 'Caddyfile');
  writeFileSync(wrong, readDeploy('caddy/Caddyfile').replace('reverse_proxy', 'reverse_prox'));
  await assert.rejects(run(caddy, ['validate', '--adapter', 'caddyfile', '--config', wrong], { env }));
  const port = await freePort();
  const own = path.join(folder, 'own');
  // No door for its administration, which would be everybody's on this machine.
  writeFileSync(own, `{\n\tadmin off\n\tauto_https off\n}\n${readDeploy('caddy/Caddyfile')}`);
  const places = { OKNO_DOMAIN: `http://127.0.0.1:${port}`, OKNO_UPSTREAM: `127.0.0.1:${await startBehind(t)}` };
  await startProxy(t, caddy, ['run', '--adapter', 'caddyfile', '--config', own], { ...home, ...places });
  await checkProxy(port);
});

test('every proxy waits longer for an answer than assistants may wait for an event', () => {
  const seconds = [
    /proxy_read_timeout (\d+)s;/.exec(readDeploy('nginx/okno.conf'))?.[1],
    /response_header_timeout (\d+)s/.exec(readDeploy('caddy/Caddyfile'))?.[1],
    /proxy-read-timeout: ["'](\d+)["']/.exec(readDeploy('kubernetes/ingress.yaml'))?.[1],
  ];
  for (const one of seconds) assert.ok(Number(one) >= MAX_WAIT_SECONDS + 15, String(one));
});
