import type { Role } from '@okno/contract';

/** Whose clients somebody sees: everybody's, or those who have or had a booking with a specialist. */
export type ClientScope = 'all' | { readonly specialist_id: string | null };

export const clientScopeOf = (actor: { role: Role; specialist_id: string | null }): ClientScope =>
  actor.role === 'specialist' ? { specialist_id: actor.specialist_id } : 'all';

/** What is kept about a client is theirs and the administrator's to ask for, and to have forgotten. */
export const mayDecideAbout = (actor: { role: Role; client_id: string | null }, client_id: string): boolean =>
  actor.client_id === client_id || actor.role === 'super_admin';

/** Why two clients cannot become one (docs/rules.md#merging), or null. */
export const refuseMerge = (
  survivor: { readonly telegram_id: number | null },
  other: { readonly telegram_id: number | null },
  shared: readonly { readonly ahead: boolean }[],
): 'both_have_telegram' | 'same_session' | null => {
  if (survivor.telegram_id !== null && other.telegram_id !== null) return 'both_have_telegram';
  // Whoever sat on two chairs at once was two people.
  return shared.every(({ ahead }) => ahead) ? null : 'same_session';
};

type Contacts = {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly telegram_id: number | null;
};

/**
 * What the one who remains takes over from the other, and what is lost and therefore noted: what they know themselves
 * stays, what they lack is taken.
 * @param number one by which the other is known, however it is spelled there, and which the one who remains has in any
 * case from now on
 */
export const joinContacts = (
  survivor: Contacts,
  other: Contacts,
  number?: { readonly phone: string; readonly spellings: readonly string[] },
): { taken: Partial<Contacts>; lost: string[] } => {
  if (number !== undefined) {
    const { phone, spellings } = number;
    // Both know the same number then, and the one who remains has lost theirs, if it was another.
    const before = survivor.phone !== null && spellings.includes(survivor.phone) ? null : survivor.phone;
    const { taken, lost } = joinContacts({ ...survivor, phone }, { ...other, phone: before });
    return { taken: { ...taken, phone }, lost };
  }
  const fields = ['phone', 'email', 'telegram_id'] as const;
  const taken = fields.filter((field) => survivor[field] === null && other[field] !== null);
  const lost = (['name', 'phone', 'email'] as const).filter(
    (field) => other[field] !== null && survivor[field] !== null && survivor[field] !== other[field],
  );
  return {
    taken: Object.fromEntries(taken.map((field) => [field, other[field]])),
    lost: lost.map((field) => `${other[field]}`),
  };
};

/** Telegram leaves the plus out of the numbers it vouches for. */
export const international = (phone: string): string => (phone.startsWith('+') ? phone : `+${phone}`);

/** Fewer digits fit half of all numbers. */
const MIN_DIGITS = 3;

/** Whether what somebody looks for may be a part of a telephone number. */
export const mayBeNumber = (search: string): boolean =>
  search.replace(/\D/g, '').length >= MIN_DIGITS && !/\p{L}/u.test(search);
