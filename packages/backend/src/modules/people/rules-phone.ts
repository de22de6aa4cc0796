import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

/** The country of a telephone number that does not say its own: two capital letters, or null when there is none. */
export type Country = CountryCode | null;

/** The country of every time zone that lies in one, as this program's time zone data has it. */
const countriesOfZones = (): Map<string, Country> =>
  new Map(
    getCountries().flatMap((country) =>
      (new Intl.Locale(`und-${country}`).getTimeZones?.() ?? []).map((zone) => [zone, country] as const),
    ),
  );

// Made once, when somebody first asks: it takes some fifty milliseconds.
let known: Map<string, Country> | undefined;

const countryOfZone = (zone: string): Country => {
  known ??= countriesOfZones();
  const country = known.get(zone);
  if (country !== undefined) return country;
  const found = aliasIn(known, zone);
  known.set(zone, found);
  return found;
};

/** Some zones have several names (`Europe/Kyiv`, `Europe/Kiev`), of which the data tells one; some lie nowhere (`UTC`). */
const aliasIn = (countries: ReadonlyMap<string, Country>, zone: string): Country => {
  const wanted = new Temporal.ZonedDateTime(0n, zone);
  for (const [name, country] of countries) if (wanted.equals(new Temporal.ZonedDateTime(0n, name))) return country;
  return null;
};

/** The country a business has named, or else that of its time zone (docs/rules.md#telephone-numbers). */
export const countryOf = ({ country, time_zone }: { country: string | null; time_zone: string }): Country =>
  country !== null && isSupportedCountry(country) ? country : countryOfZone(time_zone);

/** What is dialled before numbers inside a country: `8` in Russia, `0` in Germany, nothing in Italy. */
const trunkOf = (country: CountryCode): string => {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  // The library's types do not tell of it.
  const plan = metadata.numberingPlan as { nationalPrefix?(): string | undefined } | undefined;
  return plan?.nationalPrefix?.() ?? '';
};

const parse = (phone: string, country: Country): PhoneNumber | undefined =>
  parsePhoneNumberFromString(phone, { extract: false, ...(country !== null && { defaultCountry: country }) });

/** An international number, if it is one: with digits in it that are only dialled inside a country (`+49 (0)30`) as well. */
const readPlus = (phone: string): PhoneNumber | undefined => {
  const number = parse(phone, null);
  return number?.isValid() === true ? number : undefined;
};

/** A number as it is dialled inside a country; one of a range that is newer than our data as well. */
const readInside = (phone: string, country: Country): PhoneNumber | undefined => {
  const number = country === null ? undefined : parse(phone, country);
  return number?.isPossible() === true ? number : undefined;
};

/**
 * A number without a plus that begins like an international one of the same country. Where numbers inside begin with
 * a trunk prefix, one without it is rather meant so: `4930…` in Germany is Berlin.
 */
const readAbroad = (phone: string, country: Country): PhoneNumber | undefined => {
  if (country === null) return undefined;
  const trunk = trunkOf(country);
  if (trunk === '' || phone.startsWith(trunk) || !phone.startsWith(getCountryCallingCode(country))) return undefined;
  return readPlus(`+${phone}`);
};

/**
 * The one way in which a number is kept, whatever way it was written: `+79161234567`. What is no number of any country
 * (a short one inside a town) stays the digits it was.
 * @param phone digits, with or without a plus before them
 */
export const canonicalPhone = (phone: string, country: Country): string => {
  const given = phone.replace(/^00/, '+');
  const number = given.startsWith('+') ? readPlus(given) : (readAbroad(given, country) ?? readInside(given, country));
  return number?.number ?? given;
};

/**
 * How a number may have been written down before there was one way: international with and without the plus, and as it
 * is dialled inside its country, if that is also the country of the business or none is known.
 * @param phone canonical
 */
export const spellingsOf = (phone: string, country: Country): string[] => {
  const digits = phone.replace(/^\+/, '');
  const number = phone.startsWith('+') ? readPlus(phone) : undefined;
  const inside =
    number !== undefined && (country === null || getCountryCallingCode(country) === number.countryCallingCode)
      ? [number.formatNational().replace(/\D/g, ''), ...(country === null ? [] : [`${number.nationalNumber}`])]
      : [];
  return [...new Set([phone, `+${digits}`, digits, ...inside])];
};

/**
 * The runs of digits by which a number is looked for when somebody types a part of it: as it was typed, and where it
 * begins as one dials inside the country, as it is kept.
 */
export const soughtDigits = (typed: string, country: Country): string[] => {
  const digits = typed.replace(/\D/g, '');
  const trunk = country === null || typed.startsWith('+') ? '' : trunkOf(country);
  if (country === null || trunk === '' || !digits.startsWith(trunk)) return [digits];
  return [digits, `+${getCountryCallingCode(country)}${digits.slice(trunk.length)}`];
};
