import { type Action, type Caller, type ErrorCode, isRead, type Role } from '@okno/contract';

/** Through what somebody comes, as the audit log tells it; the role is the one they have until it is known better. */
export const throughOf = (
  caller: Caller,
): { via: Caller['via']; role: Role | 'unknown'; bot_id: number | null; key_id: string | null } => {
  if (caller.via === 'telegram' || caller.via === 'mini_app')
    return { via: caller.via, role: 'unknown', bot_id: caller.bot_id, key_id: null };
  if (caller.via === 'session')
    return { via: 'session', role: 'unknown', bot_id: caller.bot_id, key_id: caller.session_id };
  if (caller.via === 'program') return { via: 'program', role: 'bot', bot_id: null, key_id: caller.key_id };
  if (caller.via === 'assistant') return { via: 'assistant', role: 'assistant', bot_id: null, key_id: caller.key_id };
  const role = caller.via === 'service' ? 'bot' : 'guest';
  return { via: caller.via, role, bot_id: null, key_id: null };
};

/** Whoever asks for what is not theirs is written down even when they only wanted to look. */
const NOTED_OF_READS: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'not_found'];

/** Which refusals are written down (docs/rules.md#audit): every one of a change, and of a look whatever was not theirs. */
export const isNoted = (action: Pick<Action, 'http' | 'reads' | 'takes'>, code: ErrorCode): boolean =>
  !(isRead(action) || action.takes === true) || NOTED_OF_READS.includes(code);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What a call is about, by its input as it came, which may be anything: the `id` it names, or else the one other id it
 * names; null when there is none, or several.
 */
export const subjectIn = (input: unknown): string | null => {
  if (typeof input !== 'object' || input === null) return null;
  const ids = Object.entries(input).filter(([, value]) => typeof value === 'string' && UUID.test(value));
  const [, id] = ids.find(([field]) => field === 'id') ?? (ids.length === 1 ? ids[0] : undefined) ?? [];
  return id === undefined ? null : (id as string).toLowerCase();
};
