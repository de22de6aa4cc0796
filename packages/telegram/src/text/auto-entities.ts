import type { TgEntity } from '../core/telegram-types.ts';

const PATTERNS: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['url', /\bhttps?:\/\/[^\s<>"]*[^\s<>".,:;!?)\]'»]/giu],
  ['email', /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/giu],
  ['bot_command', /(?<![\p{L}\p{N}_/<>@])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/])/giu],
  ['mention', /(?<![\p{L}\p{N}_@.+-])@[a-z0-9_]{3,32}(?![\p{L}\p{N}_])/giu],
  ['hashtag', /(?<![\p{L}\p{N}_&#])#(?=[^\s]*\p{L})[\p{L}\p{N}_]{1,255}/gu],
];

/** Inside these nothing is detected. */
const OPAQUE = new Set([
  'code',
  'pre',
  'text_link',
  'text_mention',
  'url',
  'email',
  'mention',
  'custom_emoji',
  'date_time',
]);
const WORTH_LOOKING = /[/@#]/;

const overlaps = (entity: TgEntity, offset: number, length: number): boolean =>
  OPAQUE.has(entity.type) && offset < entity.offset + entity.length && entity.offset < offset + length;

/** Longer entities come first where two begin together, as Telegram sorts them. */
const byPosition = (a: TgEntity, b: TgEntity): number => a.offset - b.offset || b.length - a.length;

/** The entities plus the commands, mentions, hashtags, links and addresses that Telegram finds by itself. */
export const withAutoEntities = (text: string, entities: readonly TgEntity[]): readonly TgEntity[] => {
  if (!WORTH_LOOKING.test(text)) return entities.length > 1 ? [...entities].sort(byPosition) : entities;
  const all = [...entities];
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const length = match[0].length;
      if (!all.some((entity) => overlaps(entity, match.index, length))) all.push({ type, offset: match.index, length });
    }
  }
  return all.sort(byPosition);
};
