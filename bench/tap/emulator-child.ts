import { createClock, createEmulator, type PersonInChat } from '@okno/telegram';
import { answerParent, inputOfParent } from '../lib/answer-parent.ts';
import { prepareTaps } from './prepared-taps.ts';
import type { EmulatorInput } from './protocol.ts';

// No rate may refuse anything, nothing may expire before the end, and little may pile up.
const HOUR_MS = 3_600_000;
const LIMITS = {
  chat_messages_per_second: Number.POSITIVE_INFINITY,
  bot_messages_per_second: Number.POSITIVE_INFINITY,
  callback_answer_ms: HOUR_MS,
  query_update_ms: HOUR_MS,
  logged_calls: 100_000,
  kept_messages: 50,
};

const input = inputOfParent() as EmulatorInput;
const emulator = createEmulator({ clock: createClock(), local: true, limits: LIMITS });
const ours = emulator.addBot({ token: input.token, username: 'okno_bench_bot', first_name: 'Okno' });
const echo = emulator.addBot({ token: input.echo_token, username: 'echo_bench_bot', first_name: 'Echo' });
const people = Array.from({ length: input.people }, (_, index) =>
  emulator.addPerson({ first_name: `Person ${index + 1}`, language_code: index % 2 === 0 ? 'ru' : 'en' }),
);
const inOurs = people.map(({ id }) => emulator.as(id, ours.id));

/** Only the calendar has rows of seven. */
const showsCalendar = (person: PersonInChat): boolean => person.keyboard().some((row) => row.length === 7);

/** The nearest time is offered before all others, and leads past the calendar. */
const SHORTCUT = '⚡';

/** A real conversation: /start, then always the first button that is no shortcut, until the calendar is there. */
const walkToCalendar = async (person: PersonInChat): Promise<void> => {
  await person.start();
  await person.waitFor((one) => one.lastMessage('bot')?.inline_keyboard);
  for (let step = 0; step < 5 && !showsCalendar(person); step += 1) {
    const button = person
      .keyboard()
      .flat()
      .find(({ text }) => !text.startsWith(SHORTCUT));
    const before = JSON.stringify(person.lastMessage('bot'));
    await person.tap((one) => one.callback_data === button?.callback_data);
    await person.waitFor((one) => JSON.stringify(one.lastMessage('bot')) !== before);
  }
  if (!showsCalendar(person)) throw new Error('no calendar after five taps on the first button');
};

const talk = async () => {
  for (const person of inOurs) await walkToCalendar(person);
  // Whom they have never written to no bot may answer.
  for (const { id } of people) await emulator.as(id, echo.id).start();
  return emulator.snapshot().bots.find(({ id }) => id === ours.id)?.webhook;
};

/** How often each method was called since the last question, and the first refusal if there was one. */
const calls = () => {
  const methods: Record<string, number> = {};
  let refused: string | null = null;
  for (const { method, answer } of emulator.calls) {
    methods[method] = (methods[method] ?? 0) + 1;
    if (!('ok' in answer && answer.ok === true)) refused ??= `${method}: ${JSON.stringify(answer)}`;
  }
  emulator.clearCalls();
  return { methods, refused };
};

const { url } = await emulator.listen();
answerParent(
  { url, people: people.map(({ id }) => id) },
  { talk, calls, prepare: (count: number) => prepareTaps(emulator, ours.id, inOurs, count) },
  () => emulator.close(),
);
