import type { Emulator, PersonInChat } from '@okno/telegram';
import type { PreparedTap, PreparedTaps, Template } from './protocol.ts';

const DAY_LABEL = /\d(?:🟢|🟡)$/u;

/** The calendar's message, and the data of its days that can be tapped. */
const daysOf = (person: PersonInChat): { message_id: number; days: string[] } => {
  const message = person.lastMessage('bot');
  const days = (message?.inline_keyboard ?? [])
    .flat()
    .flatMap(({ text, callback_data }) => (DAY_LABEL.test(text) && callback_data !== undefined ? [callback_data] : []));
  if (message === undefined || days.length < 2) throw new Error('the calendar has fewer than two free days');
  return { message_id: message.message_id, days };
};

const MARKS = ['"@update"', '"@callback"'] as const;

const templateOf = (body: object): Template => {
  const text = JSON.stringify({ update_id: '@update', callback_query: { ...body, id: '@callback' } });
  const [before = '', rest = ''] = text.split(MARKS[0]);
  const [middle = '', after = ''] = rest.split(MARKS[1]);
  return [before, middle, after];
};

/**
 * Has everybody tap the free days of their calendar in turn, `count` times together, while nobody listens, and gives
 * the updates that wait for the bot. So every callback exists, and each tap shows another day than the one before.
 */
export const prepareTaps = async (
  emulator: Emulator,
  bot_id: number,
  people: readonly PersonInChat[],
  count: number,
): Promise<PreparedTaps> => {
  for (const person of people) {
    const { message_id, days } = daysOf(person);
    for (let index = 0; index < count / people.length; index += 1)
      // Answered when the load has been applied.
      void person.tap({ message_id, data: days[index % days.length] ?? '' });
  }
  // Taps look at the message before they queue their update.
  await new Promise((resolve) => setImmediate(resolve));
  const pending = emulator.snapshot().bots.find(({ id }) => id === bot_id)?.pending ?? [];
  const templates: Template[] = [];
  const known = new Map<string, number>();
  const taps = new Map<number, PreparedTap[]>();
  for (const { update_id, type, body } of pending) {
    if (type !== 'callback_query') continue;
    const query = body as { id: string; from: { id: number }; data: string };
    const key = `${query.from.id} ${query.data}`;
    const template = known.get(key) ?? templates.push(templateOf(body)) - 1;
    known.set(key, template);
    const own = taps.get(query.from.id) ?? [];
    own.push([update_id, query.id, template]);
    taps.set(query.from.id, own);
  }
  return { templates, taps: people.map(({ person }) => taps.get(person.id) ?? []) };
};
