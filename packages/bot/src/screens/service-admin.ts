import { type Actions, AppError, formatDuration, formatMoney, type Output } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Open } from '../dialogues.ts';
import type { ServiceChange } from '../managing.ts';
import type { Turn } from '../turn.ts';
import { minorOf } from '../typed-money.ts';
import { pageOf, pager, tap, type View } from '../view.ts';
import { backToManage, manageButton } from './manage-buttons.ts';
import { lostView } from './review-words.ts';
import { priceOf, serviceSummary } from './words.ts';

type Card = Output<Actions['services.card']>;
type Part = TargetOf<'service_admin'>['part'];

const PER_PAGE = 8;

const to = (part: Part, service: string, label: string, style?: 'danger' | 'success') =>
  tap(label, { screen: 'service_admin', part, service }, style);

/** What is offered; the owner opens one to change it. */
export const openServiceList = async (turn: Turn, wanted: number): Promise<View> => {
  // Not the catalogue: it is half a minute old, and leaves out what nobody gives.
  const { items: services, total } = await turn.ask('services.list', { page: wanted + 1, limit: PER_PAGE });
  const { pages } = pageOf(Array.from({ length: total }), wanted, PER_PAGE);
  const owner = turn.me.role === 'super_admin';
  return {
    text: [turn.say('manage.services_title'), ...services.map((service) => serviceSummary(turn, service))].join('\n\n'),
    keyboard: [
      ...(owner ? services.map(({ id, name }) => [to('card', id, `✏️ ${name}`)]) : []),
      ...pager(wanted, pages, (next) => ({ screen: 'manage', part: 'services', page: next })),
      [backToManage(turn)],
    ],
  };
};

export const openServiceAdmin = async (turn: Turn, { part, service: id }: TargetOf<'service_admin'>): Promise<View> => {
  switch (part) {
    case 'card':
      return serviceView(turn, await turn.ask('services.card', { id }));
    case 'off':
      return saved(turn, await turn.ask('services.archive', { id }));
    case 'on':
      return saved(turn, await turn.ask('services.restore', { id }));
    case 'save':
      return save(turn, id);
    default:
      return ask(turn, id, part);
  }
};

/** In the language of whoever reads it, as in the list of services. */
const nameOf = ({ language }: Turn, { name, translations }: Card): string => translations[language]?.name ?? name;

const cardSummary = (turn: Turn, card: Card): string => serviceSummary(turn, { ...card, name: nameOf(turn, card) });

const serviceView = (turn: Turn, card: Card): View => ({
  text: [
    cardSummary(turn, card),
    ...(card.specialist_ids.length === 0 ? [turn.say('manage.service_nobody')] : []),
    ...(card.active ? [] : [turn.say('manage.service_off')]),
  ].join('\n'),
  keyboard: [
    [to('price', card.id, turn.label('manage.price')), to('duration', card.id, turn.label('manage.duration'))],
    card.active
      ? [to('off', card.id, turn.label('manage.switch_off'), 'danger')]
      : [to('on', card.id, turn.label('manage.switch_on'), 'success')],
    [manageButton('services', turn.label('menu.back'))],
  ],
});

const saved = (turn: Turn, card: Card): View => ({ ...serviceView(turn, card), toast: turn.label('manage.saved') });

const NAMES = { price: 'service_price', duration: 'service_duration' } as const;

/** Asks for another price or duration. */
const ask = async (turn: Turn, service: string, part: 'price' | 'duration'): Promise<View> => {
  const card = await turn.ask('services.card', { id: service });
  const begun = await turn.dialogues.begin(turn, { name: NAMES[part], state: 'asked', service });
  if (!begun) return lostView(turn);
  return askView(turn, card, turn.say(`manage.${part}_ask`, { currency: card.currency }));
};

const askView = (turn: Turn, card: Card, text: string): View => ({
  text: [cardSummary(turn, card), '', text].join('\n'),
  keyboard: [[to('card', card.id, turn.label('manage.keep'))]],
});

/** A price or a duration came in words; it is shown beside what holds now before it counts. */
export const takeServiceWords = async (turn: Turn, open: Open<ServiceChange>, said: string): Promise<View> => {
  const { name, service } = open.dialogue;
  const card = await turn.ask('services.card', { id: service });
  const value = name === 'service_price' ? minorOf(said, card.currency) : minutesOf(said);
  if (value === undefined)
    return askView(turn, card, turn.say(name === 'service_price' ? 'manage.price_wrong' : 'manage.duration_wrong'));
  const kept = await turn.dialogues.goOn(turn, open, { name, state: 'confirming', service, value });
  if (!kept) return lostView(turn);
  const [before, after] = name === 'service_price' ? prices(turn, card, value) : durations(turn, card, value);
  return {
    text: turn.say('manage.service_check', { name: nameOf(turn, card), before, after }),
    keyboard: [
      [to('save', service, turn.label('manage.save'), 'success')],
      [to('card', service, turn.label('manage.keep'))],
    ],
  };
};

const prices = (turn: Turn, card: Card, minor: number): [string, string] => [
  priceOf(turn, card.price_minor, card.currency),
  minor === 0 ? priceOf(turn, 0, card.currency) : formatMoney(turn.language, minor, card.currency),
];

const durations = ({ language }: Turn, card: Card, minutes: number): [string, string] => [
  formatDuration(language, card.duration_minutes),
  formatDuration(language, minutes),
];

/** Multiples of five minutes up to a day, as the contract takes them. */
const minutesOf = (said: string): number | undefined => {
  const minutes = /^\s*\d{1,4}\s*$/.test(said) ? Number(said) : 0;
  return minutes >= 5 && minutes <= 1440 && minutes % 5 === 0 ? minutes : undefined;
};

/** Saves what was shown. Written before the dialogue ends: the same price twice is the same price. */
const save = async (turn: Turn, id: string): Promise<View> => {
  const found = await turn.dialogues.find(turn);
  if (typeof found === 'string') return lostView(turn);
  const { dialogue } = found;
  const fits = dialogue.name === 'service_price' || dialogue.name === 'service_duration';
  if (!fits || dialogue.state !== 'confirming' || dialogue.service !== id) return lostView(turn);
  const { name, value } = dialogue;
  try {
    const change = name === 'service_price' ? { price_minor: value } : { duration_minutes: value };
    const card = await turn.ask('services.update', { id, ...change });
    await turn.dialogues.goOn(turn, found, null);
    return saved(turn, card);
  } catch (error) {
    // The deposit may be more than the new price.
    if (!(error instanceof AppError) || error.code !== 'invalid_input') throw error;
    await turn.dialogues.leave(turn);
    return askView(turn, await turn.ask('services.card', { id }), turn.say('manage.price_deposit'));
  }
};
