import type { BotView, EntityView } from '../api/protocol.ts';

const SAFE = new Set(['http:', 'https:', 'mailto:', 'tel:', 'tg:']);

/** The address if a browser may open it, with `https://` added to a bare one; otherwise nothing. */
export const safeHref = (address: string): string | undefined => {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  return URL.canParse(full) && SAFE.has(new URL(full).protocol) ? full : undefined;
};

/** Where an entity leads, if anywhere; `text` is what it covers. */
export const hrefOf = (entity: EntityView, text: string): string | undefined => {
  switch (entity.type) {
    case 'text_link':
      return safeHref(entity.url ?? '');
    case 'url':
      return safeHref(text);
    case 'email':
      return `mailto:${text}`;
    case 'phone_number':
      return `tel:${text.replace(/[^\d+]/g, '')}`;
    default:
      return undefined;
  }
};

/** What a link into Telegram would do: start one of the emulator's bots, perhaps with a parameter. */
export type DeepLink = { readonly bot_id: number; readonly text: string };

/** A `t.me` or `tg://resolve` link to one of the bots here, as the text that opening it sends. */
export const deepLink = (address: string, bots: readonly BotView[]): DeepLink | undefined => {
  const href = safeHref(address);
  if (!href) return undefined;
  const url = new URL(href);
  const username = url.protocol === 'tg:' ? url.searchParams.get('domain') : tMeName(url);
  const bot = bots.find((known) => known.username.toLowerCase() === username?.toLowerCase());
  if (!bot) return undefined;
  const start = url.searchParams.get('start');
  return { bot_id: bot.id, text: start ? `/start ${start}` : '/start' };
};

const tMeName = (url: URL): string | undefined =>
  ['t.me', 'telegram.me'].includes(url.hostname) ? url.pathname.split('/')[1] : undefined;
