import { createHmac } from 'node:crypto';

/** What became of a message: taken (2xx), or why not, in a word that tells nothing of what lies near us. */
export type Outcome = { readonly taken: true } | { readonly taken: false; readonly reason: string };

/** Posts to an address of a stranger, keeping away from our own networks. Never throws for what is there. */
export type Outcall = (
  url: string,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<Outcome>;

/**
 * `t=<Unix seconds>,v1=<HMAC-SHA256 of "<t>.<body>" in hex>`, so that a message of yesterday is known for what it is; one
 * `v1` for each secret that is valid while it is being changed.
 * @param now Unix milliseconds
 */
export const signatureOf = (secrets: readonly string[], body: string, now: number): string => {
  const t = Math.floor(now / 1000);
  const signed = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`);
  return [`t=${t}`, ...signed].join(',');
};

type Message = {
  /** The same, however often it is sent. */
  readonly event_id: string;
  /** 1 for the first one. */
  readonly attempt: number;
  readonly body: string;
  readonly secrets: readonly string[];
  readonly now: number;
};

/** Posts JSON that its receiver can tell from what others send. */
export const postSigned = (outcall: Outcall, url: string, message: Message): Promise<Outcome> => {
  const { event_id, attempt, body, secrets, now } = message;
  return outcall(url, {
    body,
    headers: {
      'content-type': 'application/json',
      'okno-event-id': event_id,
      'okno-attempt': String(attempt),
      'okno-signature': signatureOf(secrets, body, now),
    },
  });
};
