import type { FormattedText, TgEntity } from '../core/telegram-types.ts';
import { readReference } from './html-entities.ts';
import { byteOffset, nameEnd, parseFault, readStartTag, type StartTag } from './html-tags.ts';
import { checkLink } from './links.ts';

type OpenTag = { readonly tag: StartTag; readonly offset: number };
type State = { readonly source: string; text: string; readonly entities: TgEntity[]; readonly open: OpenTag[] };

const SIMPLE: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
};

type Range = { readonly offset: number; readonly length: number };

const linkEntity = (tag: StartTag, range: Range, inner: string): TgEntity | undefined => {
  const href = tag.attributes.get('href') || inner;
  const checked = checkLink(href);
  return checked.ok ? { type: 'text_link', ...range, url: checked.url } : undefined;
};

const timeEntity = (tag: StartTag, range: Range): TgEntity | undefined => {
  const unixTime = Number.parseInt(tag.attributes.get('unix') ?? '', 10);
  if (!(unixTime > 0)) return undefined;
  return { type: 'date_time', ...range, unix_time: unixTime, date_time_format: tag.attributes.get('format') ?? '' };
};

const codeEntity = (state: State, tag: StartTag, range: Range): TgEntity | undefined => {
  const last = state.entities.at(-1);
  const same = last !== undefined && last.offset === range.offset && last.length === range.length;
  const language = tag.attributes.get('class')?.replace(/^language-/, '');
  if (tag.name === 'pre' && same && last.type === 'code' && last.language !== undefined) {
    state.entities.pop();
    return { type: 'pre', ...range, language: last.language };
  }
  if (tag.name === 'pre') return { type: 'pre', ...range };
  return { type: 'code', ...range, ...(language ? { language } : {}) };
};

const entityOf = (state: State, { tag, offset }: OpenTag): TgEntity | undefined => {
  const range = { offset, length: state.text.length - offset };
  const simple = SIMPLE[tag.name];
  if (simple !== undefined) return { type: simple, ...range };
  switch (tag.name) {
    case 'a':
      return linkEntity(tag, range, state.text.slice(offset));
    case 'tg-time':
      return timeEntity(tag, range);
    case 'tg-emoji':
      return { type: 'custom_emoji', ...range, custom_emoji_id: tag.attributes.get('emoji-id') ?? '' };
    case 'blockquote':
      return { type: tag.attributes.has('expandable') ? 'expandable_blockquote' : 'blockquote', ...range };
    default:
      return codeEntity(state, tag, range);
  }
};

const closeTag = (state: State, begin: number): number => {
  const { source } = state;
  const where = (): string => `at byte offset ${byteOffset(source, begin)}`;
  const open = state.open.at(-1);
  if (!open) throw parseFault(`Unexpected end tag ${where()}`);
  const stop = nameEnd(source, begin + 2);
  const name = source.slice(begin + 2, stop).toLowerCase();
  const close = source.slice(stop).search(/\S/);
  if (close < 0 || source[stop + close] !== '>') throw parseFault(`Unclosed end tag ${where()}`);
  if (name !== '' && name !== open.tag.name) {
    throw parseFault(`Unmatched end tag ${where()}, expected "</${open.tag.name}>", found "</${name}>"`);
  }
  if (state.text.length > open.offset) {
    const entity = entityOf(state, open);
    if (entity) state.entities.push(entity);
  }
  state.open.pop();
  return stop + close + 1;
};

const openTag = (state: State, begin: number): number => {
  const tag = readStartTag(state.source, begin);
  state.open.push({ tag, offset: state.text.length });
  return tag.end;
};

const reference = (state: State, at: number): number => {
  const found = readReference(state.source, at);
  state.text += found ? found.text : '&';
  return found ? found.end : at + 1;
};

const special = (state: State, at: number): number => {
  if (state.source[at] === '&') return reference(state, at);
  return state.source[at + 1] === '/' ? closeTag(state, at) : openTag(state, at);
};

const dropLanguageOfCode = (entity: TgEntity): TgEntity =>
  entity.type === 'code' ? { type: 'code', offset: entity.offset, length: entity.length } : entity;

/**
 * Parses Telegram's HTML (`parse_mode: "HTML"`); offsets and lengths are UTF-16 code units.
 * Throws 400 "can't parse entities: …" in the real server's words, positions in bytes. Rules: td's parse_html.
 */
export const parseHtml = (source: string): FormattedText => {
  const specials = /[<&]/g;
  const state: State = { source, text: '', entities: [], open: [] };
  let at = 0;
  while (at < source.length) {
    specials.lastIndex = at;
    const next = specials.exec(source)?.index ?? source.length;
    state.text += source.slice(at, next);
    at = next < source.length ? special(state, next) : next;
  }
  const unclosed = state.open.at(-1);
  if (unclosed) throw parseFault(`Can't find end tag corresponding to start tag "${unclosed.tag.name}"`);
  return { text: state.text, entities: state.entities.map(dropLanguageOfCode) };
};
