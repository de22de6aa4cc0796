import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createTexts } from '@okno/contract';
import { readTarget } from './callback-data.ts';
import { assertRows, assertWords } from './presentable.test.ts';
import { createVoice } from './voice.ts';
import { testWorld } from './world.test.ts';

const FOLDER = path.join(import.meta.dirname, 'conversations');
const recordings = readdirSync(FOLDER).filter((file) => file.endsWith('.txt'));

/** The lines of a recording that the bot has said, and the rows of its buttons. */
const heard = (file: string): { words: string[]; rows: string[][] } => {
  const lines = readFileSync(path.join(FOLDER, file), 'utf8').split('\n');
  const said = lines.filter((line) => line.startsWith('    ')).map((line) => line.slice(4));
  const isRow = (line: string): boolean => /^(\[[^\]]*\] ?)+$/.test(line);
  return {
    words: said.filter((line) => !isRow(line)),
    rows: said.filter(isRow).map((line) => [...line.matchAll(/\[([^\]]*)\]/g)].map(([, label = '']) => label)),
  };
};

test('no button of any recorded conversation is longer than a phone shows, and nothing raw is said', () => {
  assert.ok(recordings.length >= 40, 'control: the recordings were found');
  for (const file of recordings) {
    const { words, rows } = heard(file);
    assertRows(rows, file);
    for (const line of words) assertWords(line, file);
  }
});

test('every conversation is recorded in both languages', () => {
  const names = (language: string) =>
    recordings.filter((file) => file.endsWith(`.${language}.txt`)).map((file) => file.slice(0, -7));
  assert.deepEqual(names('ru'), names('en'));
});

test('what is too long, raw or empty is found', () => {
  assert.throws(() => assertRows([['x'.repeat(31)]], 'one'));
  assert.throws(() => assertRows([['short', 'nineteen characters']], 'two'));
  assert.throws(() => assertRows([['  ']], 'empty'));
  for (const raw of ['menu.book', 'Hello {name_of}', 'undefined', 'at NaN'])
    assert.throws(() => assertWords(raw, 'raw'));
  assertWords('See https://t.me/salon_bot?start=s_x at 10.30, Mr. Smith.', 'fine');
});

for (const language of ['ru', 'en'] as const)
  test(`three taps lead from /start to a time, and the fourth books it (${language})`, async () => {
    await using world = await testWorld({ language });
    const { olga, shows, backend } = world;
    const { label } = createVoice(createTexts(), language, world.emulator.clock.now());
    await olga.start();
    await shows('Salon');
    const leadsTo = (screen: string) => (button: { callback_data?: string }) =>
      readTarget(button.callback_data ?? '')?.screen === screen;
    const steps = [label('menu.book'), 'Haircut', leadsTo('confirm'), label('confirm.yes')] as const;
    for (const step of steps) {
      assert.equal(backend.bookings.size, 0);
      const handled = world.handled();
      await olga.tap(step);
      await world.until(() => world.handled() > handled);
    }
    assert.equal(backend.bookings.size, 1);
  });
