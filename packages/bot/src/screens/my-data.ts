import type { Actions, Booking, Output } from '@okno/contract';
import type { TargetOf } from '../callback-data.ts';
import type { Turn } from '../turn.ts';
import { type Button, tap, type View } from '../view.ts';
import { tapKey } from './book.ts';
import { callLines, mayChange } from './card.ts';
import { homeButton } from './menu.ts';
import { momentLabel } from './words.ts';

type Kept = Output<Actions['clients.export']>;

/** Whoever has thought longer than this is asked from the beginning. */
const THINK_MS = 10 * 60_000;

/** Who they are as a client, asked anew: clients are merged and forgotten. */
const findSelf = async (turn: Turn): Promise<string | null> => {
  const me = await turn.ask('people.me', {});
  turn.keepMe(me);
  return me.client_id;
};

/** What is kept about whoever asks; as a file as well if they want it (docs/rules.md#forgetting). */
export const openMyData = async (turn: Turn, { file }: Pick<TargetOf<'my_data'>, 'file'>): Promise<View> => {
  const id = await findSelf(turn);
  if (id === null) return { text: turn.say('my_data.none'), keyboard: [[homeButton(turn)]] };
  const kept = await turn.ask('clients.export', { id });
  const view = { text: linesOf(turn, kept).join('\n'), keyboard: keyboardOf(turn, kept) };
  if (!file) return view;
  const name = `${turn.me.tenant.slug}-my-data.json`;
  return { ...view, file: { name, text: `${JSON.stringify(kept, null, 2)}\n` }, toast: turn.label('my_data.sent') };
};

const linesOf = ({ say, me }: Turn, kept: Kept): string[] => [
  say('my_data.title', { business: me.tenant.name }),
  '',
  say('my_data.name', { name: kept.name }),
  kept.phone === null ? say('my_data.no_phone') : say('booking.phone', { phone: kept.phone }),
  ...(kept.email === null ? [] : [say('my_data.email', { email: kept.email })]),
  say('my_data.bookings', { count: kept.bookings.length }),
  say('my_data.reviews', { count: kept.reviews.length }),
  ...(kept.series.length === 0 ? [] : [say('my_data.series', { count: kept.series.length })]),
  ...(kept.waitlist.length === 0 ? [] : [say('my_data.waitlist', { count: kept.waitlist.length })]),
  ...(kept.calendars.length === 0 ? [] : [say('my_data.calendars', { count: kept.calendars.length })]),
  '',
  say('my_data.rest'),
];

const keyboardOf = (turn: Turn, { id, phone }: Kept): Button[][] => [
  [tap(turn.label(phone === null ? 'phone.give' : 'phone.change'), { screen: 'share_phone' })],
  [tap(turn.label('sign_in.open'), { screen: 'sessions', out: false })],
  [tap(turn.label('my_data.file'), { screen: 'my_data', file: true })],
  [tap(turn.label('my_data.forget'), forgetTarget(turn, id, 0))],
  [homeButton(turn)],
];

const forgetTarget = ({ now }: Turn, client: string, step: number): TargetOf<'forget'> => ({
  screen: 'forget',
  client,
  step,
  asked: new Date(now).toISOString(),
});

/**
 * Asks twice, then forgets; a button from before somebody thought it over asks again. Whoever has a visit that has to
 * take place first is not asked at all.
 */
export const openForget = async (turn: Turn, target: TargetOf<'forget'>): Promise<View> => {
  const { client, step, asked } = target;
  const late = turn.now - Date.parse(asked) > THINK_MS;
  if (step > 1 && !late) return forget(turn, client);
  const { first, count } = await findAhead(turn);
  const inTheWay = first.findLast((booking) => !mayChange(turn, booking));
  if (inTheWay !== undefined) return afterVisitView(turn, inTheWay);
  return question(turn, { client, count }, step === 0 || late ? 'first' : 'second');
};

/** What of mine will be cancelled, as the backend does it: what is held or not paid yet as well. */
const OPEN = ['held', 'pending_payment', 'confirmed'] as const satisfies Booking['status'][];

type Ahead = {
  /** Those that are too near are among them. */
  readonly first: readonly Booking[];
  /** All of them, also those that no longer are in one answer. */
  readonly count: number;
};

/** My visits that have not begun. */
const findAhead = async (turn: Turn): Promise<Ahead> => {
  if (turn.me.client_id === null) return { first: [], count: 0 };
  const from = new Date(turn.now).toISOString();
  const ask = { whose: 'mine', from, limit: 100 } as const;
  const lists = await Promise.all(OPEN.map((status) => turn.ask('bookings.list', { ...ask, status })));
  const listed = lists.flatMap(({ items }) => items);
  const first = listed.filter(
    ({ starts_at, held_until }) =>
      Date.parse(starts_at) > turn.now && (held_until === null || Date.parse(held_until) > turn.now),
  );
  // What has begun, or was held until now, is among the first as well.
  const past = listed.length - first.length;
  return { first, count: lists.reduce((sum, { total }) => sum + total, 0) - past };
};

const QUESTIONS = {
  first: { ask: 'my_data.ask', yes: 'my_data.yes', next: 1 },
  second: { ask: 'my_data.ask_again', yes: 'my_data.for_good', next: 2 },
} as const;

type Asked = { readonly client: string; readonly count: number };

const question = (turn: Turn, { client, count }: Asked, which: keyof typeof QUESTIONS): View => {
  const { ask, yes, next } = QUESTIONS[which];
  return {
    text: turn.say(ask, { business: turn.me.tenant.name, count }),
    keyboard: [
      [tap(turn.label('my_data.keep'), { screen: 'my_data', file: false })],
      [tap(turn.label(yes), forgetTarget(turn, client, next), 'danger')],
      [homeButton(turn)],
    ],
  };
};

/** From here on they are somebody new; the business keeps its books without them. */
const forget = async (turn: Turn, client: string): Promise<View> => {
  await turn.ask('clients.forget', { id: client }, { idempotency_key: tapKey(turn) });
  turn.forgetMe();
  return { text: turn.say('my_data.forgotten'), keyboard: [[homeButton(turn)]] };
};

/** A visit that may no longer be cancelled has to take place first: this one. */
const afterVisitView = (turn: Turn, { id, service, time_zone, starts_at }: Booking): View => ({
  text: [
    turn.say('my_data.after_visit', { service: service.name, moment: momentLabel(turn, time_zone, starts_at) }),
    ...callLines(turn, turn.me.tenant.phone),
  ].join('\n'),
  keyboard: [
    [tap(turn.label('booking.show'), { screen: 'booking', booking: id, listed: true })],
    [tap(turn.label('menu.back'), { screen: 'my_data', file: false }), homeButton(turn)],
  ],
});

/** The same, by an old button. */
export const visitFirstView = (turn: Turn): View => ({
  text: [turn.say('my_data.visit_first'), ...callLines(turn, turn.me.tenant.phone)].join('\n'),
  keyboard: [[homeButton(turn)]],
});
