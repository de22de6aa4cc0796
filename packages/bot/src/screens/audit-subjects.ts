import { AppError, type AuditLine } from '@okno/contract';
import type { Turn } from '../turn.ts';
import { shortMomentOf } from './staff-words.ts';

/** What the subjects of some lines are, in a few words of plain text; those that are gone are not in it. */
export const subjectsOf = async (turn: Turn, lines: readonly AuditLine[]): Promise<ReadonlyMap<string, string>> => {
  const kinds = new Map<string, string>();
  for (const { subject_id, action } of lines)
    if (subject_id !== null) kinds.set(subject_id, action.slice(0, action.indexOf('.')));
  const found = await Promise.all([...kinds].map(async ([id, kind]) => [id, await wordsOf(turn, kind, id)] as const));
  return new Map(found.flatMap(([id, words]) => (words === undefined ? [] : [[id, words] as const])));
};

const wordsOf = async (turn: Turn, kind: string, id: string): Promise<string | undefined> => {
  try {
    if (kind === 'bookings') return await bookingWords(turn, id);
    if (kind === 'clients') return (await turn.ask('clients.get', { id })).name;
    if (kind === 'people') return (await turn.ask('people.get_staff', { id })).name;
    return await catalogueWords(turn, kind, id);
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return undefined;
    throw error;
  }
};

const bookingWords = async (turn: Turn, id: string): Promise<string> => {
  const { client, service, time_zone, starts_at } = await turn.ask('bookings.get', { id });
  const { day, time } = shortMomentOf(turn, time_zone, starts_at);
  return turn.label('audit_screens.booking', { client: client.name, service: service.name, day, time });
};

const catalogueWords = async (turn: Turn, kind: string, id: string): Promise<string | undefined> => {
  const { services, specialists } = await turn.catalogue();
  const list: readonly { id: string; name: string }[] = { services, scheduling: specialists, specialists }[kind] ?? [];
  return list.find((one) => one.id === id)?.name;
};
