import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BackupError } from '@okno/backend';
import { createStorage } from './s3.ts';
import { signatureOf, startStorage } from './testing-s3.ts';

const NAME = 'okno-2031-03-10T030000Z.backup';
const MIB = 2 ** 20;

const openFolder = (t: TestContext, bytes: Buffer) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'okno-s3-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, NAME);
  writeFileSync(file, bytes);
  return { folder, file };
};

test('the signatures of the tests are those of AWS, by the example in its description', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=',
  };
  const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
  assert.equal(
    signatureOf({ method: 'GET', url, headers }, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

test('a backup is copied, listed, brought back and removed', async (t) => {
  const there = await startStorage(t);
  const bytes = randomBytes(100_000);
  const { folder, file } = openFolder(t, bytes);
  const storage = createStorage(there.address);
  await storage.put(file);
  assert.deepEqual([...there.objects.keys()], [`okno/daily/${NAME}`]);
  assert.deepEqual(await storage.list(), [{ name: NAME, at: Date.parse('2031-03-10T03:00:00Z') }]);
  const back = path.join(folder, 'back');
  await storage.get(NAME, back);
  assert.ok(readFileSync(back).equals(bytes));
  await storage.remove(NAME);
  assert.deepEqual(await storage.list(), []);
});

test('a large one travels in parts, each again when it is lost or the storage has a fault', async (t) => {
  const there = await startStorage(t);
  const bytes = randomBytes(33 * MIB);
  const { folder, file } = openFolder(t, bytes);
  const lost = new Set<string>();
  there.state.trouble = (what, n) => {
    const first = !lost.has(what) && what.includes('partNumber');
    lost.add(what);
    return first ? 'cut' : n === 1 || n === 5 ? 'fault' : null;
  };
  await createStorage(there.address, { first_pause_ms: 1 }).put(file);
  assert.ok(there.objects.get(`okno/daily/${NAME}`)?.equals(bytes));
  assert.equal(there.asked.filter((what) => what.startsWith('PUT')).length, 5, 'three parts, two of them twice');
  there.state.trouble = () => null;
  await createStorage(there.address, { first_pause_ms: 1 }).get(NAME, path.join(folder, 'back'));
  assert.ok(readFileSync(path.join(folder, 'back')).equals(bytes));
});

test('a large one that cannot be ended is called off, and nothing of it stays', async (t) => {
  const there = await startStorage(t);
  const { file } = openFolder(t, randomBytes(17 * MIB));
  there.state.trouble = (what) => (what === `PUT /bucket/okno/daily/${NAME}?partNumber&uploadId` ? 'fault' : null);
  await assert.rejects(
    createStorage(there.address, { first_pause_ms: 1 }).put(file),
    /S3 storage refuses PUT: 503 SlowDown/,
  );
  assert.deepEqual([there.objects.size, there.uploads.size], [0, 0]);
});

test('a listing of many pages is read to its end, and other files are none of ours', async (t) => {
  const there = await startStorage(t, 2);
  for (const day of ['01', '02', '03', '04', '05'])
    there.objects.set(`okno/daily/okno-2031-03-${day}T030000Z.backup`, Buffer.from('x'));
  there.objects.set('okno/daily/holiday.jpg', Buffer.from('x'));
  const listed = await createStorage(there.address).list();
  assert.deepEqual(
    listed.map(({ name }) => name.slice(13, 15)),
    ['05', '04', '03', '02', '01'],
  );
});

test('storage that takes a connection and says nothing is given up with a sentence', async (t) => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  // On this side: on a busy machine the connection is made, and given up before the request has been read over there.
  const asking = t.mock.method(globalThis, 'fetch');
  const storage = createStorage(`http://key:secret@127.0.0.1:${port}/bucket`, { idle_ms: 50, first_pause_ms: 1 });
  await assert.rejects(storage.list(), (error: Error) => {
    assert.ok(error instanceof BackupError);
    assert.match(error.message, /cannot be reached \(TimeoutError\)/);
    return true;
  });
  assert.equal(asking.mock.callCount(), 4);
});

test('a wrong key is a sentence without the key, at once', async (t) => {
  const there = await startStorage(t);
  const { file } = openFolder(t, Buffer.from('x'));
  await assert.rejects(
    createStorage(there.addressWith('another-word'), { first_pause_ms: 1 }).put(file),
    (error: Error) => {
      assert.ok(error instanceof BackupError);
      assert.match(error.message, /403 SignatureDoesNotMatch/);
      assert.doesNotMatch(JSON.stringify([error.message, error.stack]), /another-word/);
      return true;
    },
  );
  assert.equal(there.asked.length, 1);
});

test('what is not there, and what is cut, leaves no file behind', async (t) => {
  const there = await startStorage(t);
  const { folder } = openFolder(t, Buffer.from('x'));
  const back = path.join(folder, 'back');
  await assert.rejects(createStorage(there.address, { first_pause_ms: 1 }).get(NAME, back), /404 NoSuchKey/);
  there.state.trouble = () => 'cut';
  await assert.rejects(createStorage(there.address, { first_pause_ms: 1 }).get(NAME, back), /cannot be reached/);
  assert.deepEqual([existsSync(back), existsSync(`${back}.part`)], [false, false]);
});

/** What nothing holds any more is gone after this. */
const collectGarbage = async (): Promise<void> => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  for (let n = 0; n < 3; n += 1) {
    collect();
    await setImmediate();
  }
};

for (const bytes of [1_000, 17 * MIB])
  test(`a copy of ${bytes} bytes is broken off at once, and nothing of it stays`, async (t) => {
    const there = await startStorage(t);
    const { file } = openFolder(t, randomBytes(bytes));
    const ending = new AbortController();
    there.state.trouble = (what) => {
      if (!what.startsWith('PUT')) return null;
      void collectGarbage().then(() => ending.abort());
      return 'silence';
    };
    await assert.rejects(createStorage(there.address, { signal: ending.signal }).put(file), /AbortError/);
    assert.deepEqual([there.objects.size, there.uploads.size], [0, 0]);
    assert.equal(there.asked.filter((what) => what.startsWith('PUT')).length, 1, 'it is not tried again');
  });
