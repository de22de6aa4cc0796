import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, createTexts, ERRORS, type ErrorCode, Language } from '@okno/contract';
import { readTarget, type Target } from './callback-data.ts';
import { COMMAND_NAMES, COMMANDS, commandsOf } from './commands.ts';
import { ANNA, createFakeBackend, HAIRCUT, NOW } from './fake-backend.test.ts';
import { seriesOf } from './fake-staff.test.ts';
import { assertRows, assertWords } from './presentable.test.ts';
import { refusalReply } from './refusals.ts';
import { at, TARGETS } from './screen-targets.test.ts';
import { nearestLabel } from './screens/nearest.ts';
import { openTarget } from './screens/open.ts';
import type { Turn } from './turn.ts';
import { turnIn } from './turn-world.test.ts';
import { MAX_LABEL, type Reply, type View } from './view.ts';
import { createVoice } from './voice.ts';

const texts = createTexts();

const occurrence = {
  occurrence_at: '2026-03-10T09:00:00Z',
  status: 'clash' as const,
  clash: 'outside_hours' as const,
  booking_id: null,
  starts_at: null,
  changeable_until: null,
};

type Who = boolean | 'moderator' | 'owner';

const worldOf = async (language: Language, staff: Who): Promise<Turn> => {
  const backend = createFakeBackend(staff === 'owner' ? { language, role: 'super_admin' } : { language, staff });
  for (let hour = 8; hour < 15; hour += 1) {
    backend.book({
      service_id: HAIRCUT,
      specialist_id: ANNA,
      starts_at: `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`,
    });
  }
  backend.staff.series.push(seriesOf([occurrence]));
  backend.staff.overrides.set('2026-03-05', { date: '2026-03-05', intervals: [] });
  backend.addSeries();
  backend.broadcasts.write({ en: 'Dear {name}' });
  return turnIn(backend, language);
};

const NAMES: Readonly<Record<string, string>> = {
  ...{ false: 'a client', true: 'a specialist', moderator: 'a moderator', owner: 'an owner' },
};

/** The names in the fake are short, so a label that has to be cut is one of ours. */
const CUT = /…$/;

/** Nothing raw reaches a person: no key, no placeholder, no word of the other language, nothing too long. */
const assertPresentable = (reply: Reply, language: Language, what: string): void => {
  const labels = 'text' in reply ? reply.keyboard.flat().map(({ text }) => text) : [];
  const text = 'text' in reply ? reply.text : reply.toast;
  for (const one of [text, ...labels]) assertWords(one, what);
  if ('text' in reply)
    assertRows(
      reply.keyboard.map((row) => row.map((one) => one.text)),
      what,
    );
  assert.ok(text.length > 0 && text.length <= 4096, what);
  for (const label of labels) assert.doesNotMatch(label, CUT, what);
  for (const label of labels) assert.ok([...label].length <= MAX_LABEL && label.trim() !== '', `${what}: ${label}`);
  if ('text' in reply && reply.contact === undefined) assertTakenByTelegram(reply, what);
  if (language === 'ru') assert.match(text + labels.join(), /[а-я]/i, what);
  else assert.doesNotMatch(text.replaceAll('Русский', ''), /[а-я]/i, what);
};

const assertTakenByTelegram = ({ text, keyboard }: View, what: string): void => {
  assert.ok(keyboard.length > 0, `${what}: always a way on`);
  assert.ok(keyboard.every((row) => row.length > 0 && row.length <= 8) && keyboard.flat().length <= 100, what);
  const count = (tag: RegExp): number => text.match(tag)?.length ?? 0;
  assert.equal(count(/<\/(b|i)>/g), count(/<(b|i)>/g), `${what}: tags are closed`);
};

/** What somebody may not see is refused in words. */
const shownFor = async (turn: Turn, target: Target): Promise<Reply> => {
  try {
    return await openTarget(turn, target);
  } catch (error) {
    return refused(turn, target, error);
  }
};

const commanded = async (turn: Turn, name: keyof typeof COMMANDS, rest: string): Promise<Reply> => {
  try {
    return await COMMANDS[name](turn, rest);
  } catch (error) {
    return refused(turn, null, error);
  }
};

const refused = (turn: Turn, target: Target | null, error: unknown): Promise<Reply> => {
  if (!(error instanceof AppError) || !['forbidden', 'not_found'].includes(error.code)) throw error;
  return refusalReply(turn, target, error);
};

/** What shows the menu. */
const HOME: readonly Target['screen'][] = ['menu', 'leave_words'];

/** Whether a screen has a way to the menu, at once or behind one of its buttons; the last ones lead back. */
const hasWayHome = async (turn: Turn, reply: Reply, steps: number): Promise<boolean> => {
  if (!('text' in reply)) return true;
  const targets = reply.keyboard
    .flat()
    .map((one) => ('callback_data' in one ? readTarget(one.callback_data) : undefined))
    .filter((one) => one !== undefined)
    .toReversed();
  if (reply.contact !== undefined || targets.some(({ screen }) => HOME.includes(screen))) return true;
  if (steps === 0) return false;
  for (const target of targets.slice(0, 6))
    if (await hasWayHome(turn, await shownFor(turn, target), steps - 1)) return true;
  return false;
};

for (const language of Language.options) {
  for (const staff of [false, true, 'moderator', 'owner'] as const) {
    test(`every screen is presentable in ${language} for ${NAMES[String(staff)]}`, async () => {
      const turn = await worldOf(language, staff);
      for (const target of TARGETS) {
        assertPresentable(await shownFor(turn, target), language, JSON.stringify(target));
      }
      for (const name of COMMAND_NAMES) {
        for (const rest of ['', 's_wrong']) {
          const said = await commanded(turn, name, rest);
          assertPresentable(said, language, `/${name} ${rest}`);
        }
      }
    });
  }

  test(`every screen has a way home in ${language}, at once or one step back`, async () => {
    for (const staff of [false, true, 'moderator', 'owner'] as const) {
      const turn = await worldOf(language, staff);
      for (const target of TARGETS) {
        const reply = await shownFor(turn, target);
        assert.ok(await hasWayHome(turn, reply, 1), `${NAMES[String(staff)]}: ${JSON.stringify(target)}`);
      }
    }
  });

  test(`every refusal is presentable in ${language}, wherever it happens`, async () => {
    const turn = await worldOf(language, 'moderator');
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      for (const params of [{}, { limit: 3, nearest: [{ starts_at: at, specialist_id: ANNA }, null, {}] }]) {
        for (const target of [...TARGETS, null]) {
          const reply = await refusalReply(turn, target, new AppError(code, params));
          assertPresentable(reply, language, `${code} at ${JSON.stringify(target)}`);
        }
      }
    }
  });

  test(`the commands have descriptions in ${language}, and only staff have a day`, () => {
    const names = commandsOf(language, 'client').map(({ command }) => command);
    assert.deepEqual(names, ['start', 'book', 'my', 'data', 'language', 'help', 'cancel']);
    const staff = commandsOf(language, 'specialist');
    assert.ok(staff.some(({ command }) => command === 'day'));
    for (const { description } of staff) assert.ok(description.length >= 3 && description.length <= 100);
  });
}

test('the nearest time is never cut off, whatever the day', () => {
  for (const language of Language.options) {
    for (let day = 0; day < 366; day += 1) {
      const at = NOW + day * 86_400_000;
      const label = nearestLabel(createVoice(texts, language, NOW), 'UTC', at);
      assert.ok([...label].length <= MAX_LABEL, label);
    }
  }
});

test('a day with more starts than Telegram has buttons is leafed through without losing one', async () => {
  const backend = createFakeBackend();
  const slots = Array.from({ length: 250 }, (_, index) => ({
    starts_at: new Date(NOW + index * 300_000).toISOString(),
    ends_at: new Date(NOW + index * 300_000 + 300_000).toISOString(),
    specialist_id: ANNA,
    seats_left: 1,
  }));
  const base = await worldOf('en', false);
  const day = { time_zone: 'Europe/Moscow', date: '2026-03-02', load: 'free', slots };
  const ask = async (name: string) => (name === 'scheduling.free_slots_day' ? day : undefined);
  const turn = { ...base, ask: ask as Turn['ask'] };
  assert.ok(backend.services.length > 0);
  const starts = new Set<string>();
  for (const page of [0, 1, 2]) {
    const reply = await openTarget(turn, {
      ...{ screen: 'day', service: HAIRCUT, specialist: ANNA, day: '2026-03-02', page },
    });
    assertPresentable(reply, 'en', `page ${page}`);
    if ('text' in reply) {
      for (const button of reply.keyboard.flat()) {
        if ('callback_data' in button && button.callback_data.startsWith('1t')) starts.add(button.callback_data);
      }
    }
  }
  assert.equal(starts.size, 250);
});
