import type { Tx } from '../../db/tx.ts';
import { findTenantRules } from '../tenants/index.ts';
import { type Country, canonicalPhone, countryOf, spellingsOf } from './rules-phone.ts';
import { listSpelledPhones, updatePhone } from './store-clients.ts';

/** A telephone number as it is kept, and however else it may stand there from before (docs/rules.md#telephone-numbers). */
export type PhoneNumber = { readonly phone: string; readonly spellings: readonly string[] };

/** The country in whose way people of this business write numbers; null: nobody knows. */
export const findCountry = async (tx: Tx): Promise<Country> => countryOf(await findTenantRules(tx));

/** The number that somebody has written down as `typed`: digits, with or without a plus before them. */
export const numberOf = async (tx: Tx, typed: string): Promise<PhoneNumber> => {
  const country = await findCountry(tx);
  const phone = canonicalPhone(typed, country);
  return { phone, spellings: [...new Set([...spellingsOf(phone, country), typed])] };
};

/** Enough for one transaction; parsing a number takes some microseconds. */
const PHONES_AT_ONCE = 500;

/**
 * Numbers that were written down in another way are from now on kept as all others, unless somebody else has them that
 * way: those two are for the staff to merge. How many. Harmless to repeat.
 */
export const mendPhones = async (tx: Tx): Promise<number> => {
  const country = await findCountry(tx);
  let mended = 0;
  let after: string | null = null;
  for (;;) {
    const rows = await listSpelledPhones(tx, { after, limit: PHONES_AT_ONCE });
    for (const { id, phone } of rows) {
      const kept = canonicalPhone(phone, country);
      if (kept !== phone && (await updatePhone(tx, { id, from: phone, to: kept }))) mended += 1;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PHONES_AT_ONCE) return mended;
    after = last.id;
  }
};
