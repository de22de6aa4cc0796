import { badRequest } from '../core/api-error.ts';
import { isRecord, jsonParam, type Params, stringParam } from '../core/params.ts';
import type { FormattedText, TgEntity } from '../core/telegram-types.ts';
import { withAutoEntities } from './auto-entities.ts';
import { parseHtml } from './html.ts';

const readEntity = (value: unknown): TgEntity => {
  if (!isRecord(value)) throw badRequest("can't parse MessageEntity: expected an Object");
  const { type, offset, length } = value;
  if (typeof type !== 'string' || typeof offset !== 'number' || typeof length !== 'number') {
    throw badRequest('can\'t parse MessageEntity: Can\'t find field "type", "offset" or "length"');
  }
  const { url, language, unix_time, date_time_format } = value;
  return {
    type,
    offset,
    length,
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof language === 'string' ? { language } : {}),
    ...(typeof unix_time === 'number' ? { unix_time } : {}),
    ...(typeof date_time_format === 'string' ? { date_time_format } : {}),
  };
};

const explicitEntities = (params: Params, name: string): readonly TgEntity[] => {
  const value = jsonParam(params, name, `can't parse ${name} JSON object`);
  return Array.isArray(value) ? value.map(readEntity) : [];
};

const parse = (source: string, params: Params, entitiesName: string): FormattedText => {
  const mode = stringParam(params, 'parse_mode').toLowerCase();
  if (mode === 'html') return parseHtml(source);
  // Markdown is left out on purpose: our bots speak HTML, and half a parser would be worse than an honest refusal.
  if (mode !== '' && mode !== 'none') throw badRequest('unsupported parse_mode');
  return { text: source, entities: explicitEntities(params, entitiesName) };
};

const fit = (entity: TgEntity, cut: number, length: number): TgEntity => {
  const begin = Math.max(0, entity.offset - cut);
  const end = Math.min(length, entity.offset + entity.length - cut);
  return { ...entity, offset: begin, length: end - begin };
};

/** Telegram cuts white space off both ends of a text; entities move with it. */
const trim = ({ text, entities }: FormattedText): FormattedText => {
  const trimmed = text.trim();
  if (trimmed.length === text.length) return { text, entities };
  const cut = text.length - text.trimStart().length;
  const kept = entities.map((entity) => fit(entity, cut, trimmed.length)).filter((entity) => entity.length > 0);
  return { text: trimmed, entities: kept };
};

type Field = { readonly text: string; readonly entities: string };
export const TEXT_FIELD: Field = { text: 'text', entities: 'entities' };
export const CAPTION_FIELD: Field = { text: 'caption', entities: 'caption_entities' };

/** The text of a message as Telegram would store it. Throws 400 when it cannot be parsed; length is not checked. */
export const formatText = (params: Params, field: Field): FormattedText => {
  const raw = stringParam(params, field.text);
  const source = raw.includes('\r') ? raw.replaceAll('\r', '') : raw;
  const { text, entities } = trim(parse(source, params, field.entities));
  return { text, entities: withAutoEntities(text, entities) };
};

/** Telegram counts characters, not code units: an emoji outside the basic plane is one. */
export const isLongerThan = (text: string, limit: number): boolean => {
  if (text.length <= limit) return false;
  let count = 0;
  for (const _ of text) count += 1;
  return count > limit;
};
