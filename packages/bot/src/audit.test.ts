import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditLine } from '@okno/contract';
import { uuid } from './fake-backend.test.ts';
import { conversation } from './recorder.test.ts';
import { openAudit, toAudit } from './screens/audit.ts';
import { book } from './staff-world.test.ts';
import { turnIn } from './turn-world.test.ts';
import { testWorld, type World, type WorldOptions } from './world.test.ts';

/** A line of the log, in the words of the backend. */
const lineOf = (id: number, changes: Partial<AuditLine> = {}): AuditLine => ({
  ...{ id, at: '2026-03-02T06:00:00Z', actor: 'telegram:42', actor_name: 'Anna', role: 'specialist', via: 'telegram' },
  ...{ bot_id: 1, key_id: null, action: 'bookings.move', action_in_words: 'Booking moved', subject_id: null },
  ...{ outcome: 'done', outcome_in_words: 'Done', times: 1, request_id: 'r' },
  ...changes,
});

const archive = async (options: WorldOptions = { role: 'super_admin' }) => {
  const world = await testWorld(options);
  const { olga, shows } = world;
  const open = async () => {
    await olga.start();
    await shows('This is Salon.');
    await olga.tap('🛠 Manage');
    await shows('What shall we do?');
    await olga.tap('🧾 Who did what');
    return shows('the latest first');
  };
  return { ...world, open };
};

const fill = ({ backend }: World, count: number): void => {
  for (let id = count; id > 0; id -= 1) backend.office.log.push(lineOf(id));
};

test('who did what is told with the visit it was about, and a refusal with its reason', async () => {
  await using world = await archive();
  const { backend, open } = world;
  const visit = book(world, '12:00');
  backend.office.log.push(
    lineOf(3, { subject_id: visit.id, actor_name: '<b>Anna</b>' }),
    lineOf(2, { actor: 'guest', actor_name: null, outcome: 'forbidden', outcome_in_words: 'Not allowed' }),
    lineOf(1, { actor: 'service', actor_name: null, subject_id: uuid(404) }),
  );
  const { text } = await open();
  assert.match(text, /Mon 2 Mar, 09:00 · <b>Anna<\/b>\nBooking moved: Olga, Haircut, Mon 2 Mar, 12:00\n/);
  assert.match(text, /· a visitor\nBooking moved\n⛔ Not allowed\n/);
  assert.match(text, /· a program\nBooking moved$/, 'what is gone leaves the line');
  assert.deepEqual(world.logs, []);
});

test('pages are turned, and the log is narrowed to somebody and to something', async () => {
  await using world = await archive();
  const { olga, shows, backend, open } = world;
  fill(world, 12);
  backend.office.addMember({ name: 'Max', telegram_id: 4_503_599_627 });
  await open();
  await olga.tap('Earlier ›');
  const older = await shows('the latest first');
  await world.until(() =>
    olga
      .keyboard()
      .flat()
      .some(({ text }) => text === '« Latest'),
  );
  assert.ok(older);
  await olga.tap('👤 Of whom');
  await shows('Of whom?');
  await olga.tap('Max');
  await shows('Nothing that fits.');
  assert.partialDeepStrictEqual(backend.callsOf('audit.list').at(-1)?.input, { actor: 'telegram:4503599627' });
  await olga.tap('🔍 What');
  await shows('What shall I look for?');
  await olga.tap('Visits moved');
  await shows('Nothing that fits.');
  assert.partialDeepStrictEqual(backend.callsOf('audit.list').at(-1)?.input, {
    ...{ actor: 'telegram:4503599627', action: 'bookings.move' },
  });
  await olga.tap('🧾 Everything of everybody');
  await shows('Booking moved');
  await olga.tap('🔍 What');
  await shows('What shall I look for?');
  await olga.tap('Refusals');
  await shows('Nothing that fits.');
});

test('the extract is a table of all that fits, in which no name becomes a formula', async () => {
  await using world = await archive();
  const { olga, backend, open } = world;
  backend.office.log.push(lineOf(200, { actor_name: '=HYPERLINK("http://evil")' }));
  fill(world, 150);
  await open();
  await olga.tap('📄 As a file');
  await world.until(() => olga.lastMessage('bot')?.document !== undefined);
  const sent = olga.messages().find(({ document }) => document !== undefined);
  assert.equal(sent?.document?.file_name, 'demo-audit.csv');
  const turn = await turnIn(backend, 'en');
  const { file } = await openAudit(turn, toAudit({ act: 'file' }));
  const rows = file?.text.trimEnd().split('\r\n') ?? [];
  assert.equal(rows.length, 152, 'a heading, and more than one page of lines');
  assert.ok(rows[1]?.includes(`"'=HYPERLINK(""http://evil"")"`));
});

test('nobody but the owner reads the log', async () => {
  await using world = await archive({ role: 'moderator' });
  const { olga, shows } = world;
  await olga.start();
  await shows('This is Salon.');
  await olga.tap('🛠 Manage');
  const { inline_keyboard } = await shows('What shall we do?');
  assert.ok(!inline_keyboard?.flat().some(({ text }) => text.includes('Who did what')));
});

conversation(
  'audit',
  async (scene) => {
    const { start, tap, label, world, language } = scene;
    const words = language === 'ru' ? { action_in_words: 'Запись перенесена' } : {};
    const visit = book(world, '12:00');
    world.backend.office.addMember({ name: 'Anna', telegram_id: 42, role: 'specialist' });
    world.backend.office.log.push(lineOf(2, { ...words, subject_id: visit.id }), lineOf(1, words));
    await start();
    await tap(label('manage.open'));
    await tap(label('audit_screens.open'));
    await tap(label('audit_screens.by_person'));
    await tap('Anna');
    await tap(label('audit_screens.by_kind'));
    await tap(label('audit_screens.kind_refused'));
    await tap(label('audit_screens.everything'));
    await tap(label('audit_screens.file'));
  },
  { role: 'super_admin' },
);
