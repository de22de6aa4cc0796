import type { Tx } from '../../db/tx.ts';
import { findTenantRules } from '../tenants/index.ts';
import { type Country, canonicalPhone, countryOf, spellingsOf } from './rules-phone.ts';

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
