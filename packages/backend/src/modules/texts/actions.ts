import {
  type Actions,
  AppError,
  defaultText,
  findOwnText,
  type Language,
  OWN_TEXTS,
  type Parsed,
} from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { faultOf, type Place, placeholderNames, shownText } from './rules.ts';
import * as store from './store.ts';

/** @throws AppError `not_found` for a text that is not a business's to word. */
const placeOf = ({ key, language }: { key: string; language: Language }): Place => {
  const own = findOwnText(key);
  if (own === undefined) throw new AppError('not_found', { what: 'text', field: 'key' });
  return { own, language };
};

/** @throws AppError `invalid_input` with the rule that the wording breaks. */
const refuseText = (place: Place, text: string): void => {
  const rule = faultOf(place, text);
  if (rule !== null) throw new AppError('invalid_input', { field: 'text', rule });
};

/** A text as its owner sees it. */
const tell = (place: Place, saved: store.SavedText | undefined) => {
  const { own, language } = place;
  const original = defaultText(language, own.key);
  const rule = saved === undefined ? null : faultOf(place, saved.text);
  return {
    ...{ ...own, language, default: original, rule },
    placeholders: placeholderNames(place),
    own: saved?.text ?? null,
    shown: shownText(place, rule === null ? (saved?.text ?? original) : original),
    changed: saved === undefined ? null : { at: saved.changed_at, by: saved.changed_by },
  };
};

const show = async (tx: Ctx['tx'], place: Place) =>
  tell(place, await store.findOwnText(tx, { key: place.own.key, language: place.language }));

/** Words it anew, or takes the own wording back with null; whoever has a copy is told. */
const change = async ({ tx, actor }: Ctx, place: Place, text: string | null) => {
  const of = { key: place.own.key, language: place.language };
  store.updateVersion(tx);
  if (text === null) store.deleteOwnText(tx, of);
  else store.saveOwnText(tx, { ...of, text, by: actor.name });
  store.insertTextChange(tx, { ...of, text, actor: actor.id, actor_name: actor.name });
  return show(tx, place);
};

const list = async ({ tx, actor }: Ctx, wanted: Parsed<Actions['texts.list']>) => {
  const { language = actor.language, section, search, changed, page, limit } = wanted;
  const saved = new Map((await store.listOwnTexts(tx)).map((one) => [`${one.language} ${one.key}`, one]));
  const sought = search?.toLowerCase();
  const items = OWN_TEXTS.filter((own) => section === undefined || own.section === section)
    .map((own) => ({ place: { own, language }, saved: saved.get(`${language} ${own.key}`) }))
    .filter((one) => changed === undefined || changed === (one.saved !== undefined))
    .filter(({ place: { own }, saved: mine }) => {
      const words = [own.key, defaultText(language, own.key), mine?.text ?? ''];
      return sought === undefined || words.some((text) => text.toLowerCase().includes(sought));
    });
  const shown = items.slice((page - 1) * limit, page * limit).map((one) => tell(one.place, one.saved));
  return { items: shown, page, limit, total: items.length };
};

/** What broke since it was saved, because the program words it with other placeholders by now, is left out. */
const own = async ({ tx }: Ctx, { version: known }: Parsed<Actions['texts.own']>) => {
  const [version, saved] = await Promise.all([store.findVersion(tx), store.listOwnTexts(tx)]);
  if (version === known) return { version, texts: null };
  const sound = saved.filter(({ key, language, text }) => {
    const found = findOwnText(key);
    return found !== undefined && faultOf({ own: found, language }, text) === null;
  });
  const of = (language: Language) =>
    Object.fromEntries(sound.filter((one) => one.language === language).map(({ key, text }) => [key, text]));
  return { version, texts: { ru: of('ru'), en: of('en') } };
};

export const textActions: HandlersOf<'texts'> = {
  'texts.own': own,

  'texts.list': list,

  'texts.get': ({ tx }, input) => show(tx, placeOf(input)),

  'texts.preview': async (_, input) => {
    const place = placeOf(input);
    refuseText(place, input.text);
    return { shown: shownText(place, input.text) };
  },

  'texts.set': async (ctx, input) => {
    const place = placeOf(input);
    refuseText(place, input.text);
    return change(ctx, place, input.text);
  },

  'texts.reset': async (ctx, input) => change(ctx, placeOf(input), null),

  'texts.history': async ({ tx }, { page, limit, ...of }) => {
    placeOf(of);
    return paged({ page, limit }, (wanted) => store.listTextChanges(tx, of, wanted));
  },
};
