/** How many keys of one program work at once: the old and the new one while they are being changed. */
export const MAX_KEYS_OF_PROGRAM = 2;

/** More are hardly programs. */
export const MAX_KEYS_OF_TENANT = 50;

const PREFIX = 'okno_sk_';

/** What stands in a key: by which id it is known, and what proves it. */
export type KeyParts = { readonly id: string; readonly secret: string };

/** A key as it is told: recognisable wherever it turns up, then the id (22 signs) and the secret (43). */
export const writeKey = ({ id, secret }: KeyParts): string =>
  `${PREFIX}${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}${secret}`;

/** Misses whatever does not look like one of our keys. */
export const readKey = (text: string): KeyParts | undefined => {
  const [, id, secret] = /^okno_sk_([\w-]{22})([\w-]{43})$/.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const hex = Buffer.from(id, 'base64url').toString('hex');
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secret };
};
