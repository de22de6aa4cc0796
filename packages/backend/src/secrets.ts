import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';

/** Keeps secrets that must be stored: sealed with AES-256-GCM, bound to the tenant they belong to. */
export type Secrets = {
  seal(tenant_id: string, secret: string): string;
  /** Throws when the text was changed, belongs to another tenant, or was sealed with an unknown key. */
  open(tenant_id: string, sealed: string): string;
  /** A text that only the holder of the key can make, the same each time: for webhook secrets (43 characters). */
  derive(purpose: string): string;
};

/** Names a key in what it has sealed, without revealing it. */
export const keyId = (key: Buffer): string => createHash('sha256').update(key).digest('base64url').slice(0, 8);

/**
 * @param keys 32-byte keys, the first one seals and derives, all of them open: while a key is being changed, the new
 * one stands first and the old one behind it.
 */
export const createSecrets = (keys: readonly [Buffer, ...Buffer[]]): Secrets => {
  const [current] = keys;
  const known = new Map(keys.map((key) => [keyId(key), key]));
  return {
    seal: (tenant_id, secret) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(tenant_id));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return [keyId(current), nonce, sealed, cipher.getAuthTag()]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
        .join('.');
    },
    open: (tenant_id, sealed) => {
      const [key_id = '', ...parts] = sealed.split('.');
      const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
      const key = known.get(key_id);
      if (key === undefined || nonce === undefined || text === undefined || tag === undefined)
        throw new Error('a stored secret was sealed with another ENCRYPTION_KEY');
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(tenant_id)).setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    },
    derive: (purpose) => createHmac('sha256', current).update(purpose).digest('base64url'),
  };
};
