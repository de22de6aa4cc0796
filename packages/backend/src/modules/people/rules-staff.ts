import type { StaffRole } from '@okno/contract';

/** How long an invitation works, and how often somebody may come with one that does not (docs/rules.md#invitations). */
export const INVITATION_MS = 24 * 3_600_000;
export const MAX_TRIES = 5;
export const TRIES_MS = 3_600_000;

/** What a code looks like: 32 bytes of chance in base64url. Anything else is not even looked for. */
export const isCode = (code: string): boolean => /^[\w-]{43}$/.test(code);

type Place = { readonly role: StaffRole; readonly specialist_id: string | null };
type Offered = { readonly role: 'moderator' | 'specialist'; readonly specialist_id: string | null };

const RANKS: Readonly<Record<StaffRole, number>> = { specialist: 0, moderator: 1, super_admin: 2 };

/**
 * What somebody may do once they have accepted an invitation. It only adds: whoever may do more keeps that, and stays the
 * specialist they are. Null: it would bring them nothing, or make two specialists of one person.
 */
export const joined = (before: Place | undefined, offered: Offered): Place | null => {
  if (before === undefined) return offered;
  const { specialist_id } = offered;
  if (specialist_id !== null && before.specialist_id !== null) return null;
  const role = RANKS[offered.role] > RANKS[before.role] ? offered.role : before.role;
  if (role === before.role && specialist_id === null) return null;
  return { role, specialist_id: before.specialist_id ?? specialist_id };
};

/** The tries that count by now; those of a span that is over do not. */
export const triesLeft = (known: { tries: number; since: number } | undefined, now: number): number =>
  known === undefined || known.since + TRIES_MS <= now ? MAX_TRIES : Math.max(0, MAX_TRIES - known.tries);
