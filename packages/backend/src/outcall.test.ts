import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { signatureOf } from './outcall.ts';

type IsFromOkno = (secret: string, header: string, body: string, now?: number) => boolean;

/** The example of docs/webhooks.md, as whoever copies it has it. */
const example = async (t: TestContext): Promise<IsFromOkno> => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/webhooks.md'), 'utf8');
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const folder = mkdtempSync(path.join(tmpdir(), 'okno-example-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'verify.ts');
  writeFileSync(file, code);
  return ((await import(file)) as { isFromOkno: IsFromOkno }).isFromOkno;
};

const NOW = Date.parse('2031-03-03T08:00:00Z');
const BODY = '{"event":"test","data":{"name":"Анна"}}';

test('the example of the page about webhooks takes what is ours, with any of two secrets, and nothing else', async (t) => {
  const isFromOkno = await example(t);
  const header = signatureOf(['new', 'old'], BODY, NOW);
  assert.equal(isFromOkno('new', header, BODY, NOW), true);
  assert.equal(isFromOkno('old', header, BODY, NOW + 299_000), true);
  assert.equal(isFromOkno('older', header, BODY, NOW), false);
  assert.equal(isFromOkno('new', header, BODY.replace('test', 'text'), NOW), false);
  assert.equal(
    isFromOkno('new', header, BODY, NOW + 301_000),
    false,
    'what is old may be sent by anybody who has seen it',
  );
  assert.equal(isFromOkno('new', header.replace(/t=\d+/, `t=${NOW / 1000 + 200}`), BODY, NOW), false);
  for (const nonsense of ['', 't=,v1=', 'v1=00', `t=${NOW / 1000}`, 't=x,v1=zz', header.slice(0, -1)])
    assert.equal(isFromOkno('old', nonsense, BODY, NOW), false, nonsense);
});
