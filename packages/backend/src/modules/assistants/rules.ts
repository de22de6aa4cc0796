/** How many keys of one assistant work at once: the old and the new one while they are being changed. */
export const MAX_KEYS = 2;

/** What API keys look like, so that they are known for what they are wherever they turn up. */
export const KEY_PREFIX = 'okno_';

/** Whether a PEM is that of a public key on P-256, told from what a parser found in it. */
export const signsEs256 = (key: { readonly type: string; readonly curve: string | undefined }): boolean =>
  key.type === 'ec' && key.curve === 'prime256v1';
