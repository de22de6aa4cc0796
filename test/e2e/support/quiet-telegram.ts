/** What a bot has said, as far as it can be tapped or read. */
export type Said = {
  readonly method: string;
  /** All that people read of it, of buttons too. */
  readonly words: string;
  readonly text: string;
  /** What its buttons carry, row by row. */
  readonly buttons: readonly string[];
  /** It asks for words, or for a contact, in place of the phone's own keyboard. */
  readonly replaces_keyboard: boolean;
};

type Markup = {
  readonly inline_keyboard?: readonly (readonly { readonly text: string; readonly callback_data?: string }[])[];
  readonly keyboard?: unknown;
};
type Params = {
  readonly chat_id?: number;
  readonly text?: string;
  readonly caption?: string;
  readonly reply_markup?: Markup;
};

const read = (body: unknown): Params => (typeof body === 'string' ? (JSON.parse(body) as Params) : {});

/**
 * Stands in for Telegram inside the process, where a thousand updates are to be dealt with in seconds: it takes every
 * call and keeps what was said. What Telegram would refuse is left to the emulator.
 */
export const createQuietTelegram = () => {
  const said: Said[] = [];
  let last_id = 0;
  const take = (method: string, params: Params): unknown => {
    const { text = params.caption ?? '', reply_markup, chat_id = 0 } = params;
    const rows = reply_markup?.inline_keyboard ?? [];
    said.push({
      method,
      text,
      words: [text, ...rows.flat().map((button) => button.text)].join('\n'),
      buttons: rows.flat().flatMap(({ callback_data }) => (callback_data === undefined ? [] : [callback_data])),
      replaces_keyboard: reply_markup?.keyboard !== undefined,
    });
    if (!method.startsWith('send')) return true;
    last_id += 1;
    return { message_id: last_id, date: 1_800_000_000, chat: { id: chat_id, type: 'private' }, text };
  };
  const answer = (url: string, body: unknown): Response =>
    Response.json({ ok: true, result: take(url.split('/').at(-1) ?? '', read(body)) });
  return {
    said,
    /** For `ApiClientOptions`. */
    fetch: (async (url: string, { body }: { body?: unknown } = {}) => answer(url, body)) as unknown as typeof fetch,
    lastId: () => last_id,
  };
};
