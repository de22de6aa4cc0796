import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '..');

/** What is called so proves who somebody is, or is made of what does. */
const SECRET = String.raw`(?:[\w.?!]*\.)?\w*(?:secret|token|hash|digest|mark|password)s?(?:_\w+)?`;
const NOTHING = /^(null|undefined|true|false|''|""|\d+)$/;
const VALUE = String.raw`(?:[\w.?!()]+|'[^']*')`;
const COMPARISON = new RegExp(
  String.raw`\b(${SECRET})\s*[!=]==?\s*(${VALUE})|(${VALUE})\s*[!=]==?\s*(${SECRET})\b`,
  'gi',
);

/** What is called like a secret and is none, or is compared with what nobody from outside has sent. */
const HARMLESS: Readonly<Record<string, string>> = {
  'packages/backend/src/modules/audit/chain.ts': 'seals are no secrets: whoever reads the log has them',
  'packages/backend/src/modules/audit/verify.ts': 'the same',
  'packages/backend/src/db/backup/copy-in.ts': 'a checksum against damage',
  'packages/backend/src/idempotency.ts': 'a fingerprint of the question; whoever asks knows it',
  'packages/bot/src/memory.ts': 'a fingerprint of what a chat shows',
  'apps/server/src/telegram/follow.ts': 'both tokens are our own: whether one was changed',
  'apps/server/src/far/bots.ts': 'the same',
  'apps/server/src/far/revoked.ts': 'the same',
  'apps/server/src/telegram/accounts.ts': 'the same',
  'packages/bot/src/bot-face.ts': 'both tokens are our own: whether one was changed',
};

const comparisonsIn = (text: string): string[] =>
  [...text.matchAll(COMPARISON)]
    .filter(([, , right = '', left = '']) => !NOTHING.test((right || left).replace(/\)+$/, '')))
    .map(([found]) => found);

/** The files in which somebody from outside is believed because of a secret, each by a comparison in constant time. */
const BELIEVING = [
  'apps/server/src/http/same.ts',
  'packages/backend/src/modules/programs/keys.ts',
  'packages/backend/src/modules/sessions/codes.ts',
  'packages/backend/src/modules/sessions/init-data.ts',
];

test('secrets are compared in constant time, and nowhere letter by letter', () => {
  const files = globSync('{packages/{backend,bot,contract},apps/server}/src/**/*.ts', { cwd: root }).filter(
    (file) => !/test|\.gen\.ts$/.test(file),
  );
  assert.ok(files.length > 200, 'the sources were found');
  const found = files.flatMap((file) =>
    comparisonsIn(readFileSync(path.join(root, file), 'utf8'))
      .filter(() => !(file in HARMLESS))
      .map((comparison) => `${file}: ${comparison}`),
  );
  assert.deepEqual(found, []);
  for (const file of BELIEVING) assert.match(readFileSync(path.join(root, file), 'utf8'), /\btimingSafeEqual\(/, file);
  for (const file of Object.keys(HARMLESS))
    assert.ok(comparisonsIn(readFileSync(path.join(root, file), 'utf8')).length > 0, `${file} compares none any more`);
});

test('a comparison letter by letter is noticed, and one with nothing is none', () => {
  for (const planted of [
    'if (given === row.secret_hash) return row;',
    'return bot.webhook_secret !== header;',
    'keys.some((key) => hashOf(key) === digest)',
    "token == 'x'",
  ])
    assert.equal(comparisonsIn(planted).length, 1, planted);
  for (const harmless of ['token === undefined', "secret_hash !== ''", 'secrets.length === 0', 'key === wanted'])
    assert.deepEqual(comparisonsIn(harmless), [], harmless);
});
