import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEMO_PERSON } from '@okno/backend';
import type { Snapshot } from '@okno/telegram';
import { createLog } from '../log.ts';
import { openDemoTelegram } from './emulator.ts';

test('chats of a version that knew no names in other languages get them, and names that are there stay', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'okno-demo-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'telegram.json');
  const open = async (): Promise<Snapshot> => {
    const demo = await openDemoTelegram(folder, createLog('silent'));
    await demo.stop();
    return JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
  };
  const fresh = await open();
  const ANNA = DEMO_PERSON + 11;
  const stranger = { id: 77, first_name: 'Ада', language_code: 'ru' };
  const old: Snapshot = {
    ...fresh,
    people: [
      ...fresh.people.map(({ names: _, ...person }) =>
        person.id === ANNA ? { ...person, names: { en: 'Ann' } } : person,
      ),
      stranger,
    ],
    bots: fresh.bots.map((bot) => ({ ...bot, texts: [] })),
  };
  writeFileSync(file, JSON.stringify(old));
  const restored = await open();
  assert.deepEqual(restored.people, [
    ...fresh.people.map((person) => (person.id === ANNA ? { ...person, names: { en: 'Ann' } } : person)),
    stranger,
  ]);
  assert.ok(fresh.people.every(({ names }) => names !== undefined));
  assert.deepEqual(restored.bots, fresh.bots);
  const renamed = { ...fresh, bots: fresh.bots.map((bot) => ({ ...bot, texts: [['name|en', 'Ours']] as const })) };
  writeFileSync(file, JSON.stringify(renamed));
  assert.deepEqual((await open()).bots[0]?.texts, [['name|en', 'Ours']]);
});
