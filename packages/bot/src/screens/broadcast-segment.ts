import { localDay } from '@okno/contract';
import { nonceOf, type TargetOf } from '../callback-data.ts';
import { addDays } from '../days.ts';
import type { Turn } from '../turn.ts';
import { pageOf, pager, tap, type View } from '../view.ts';
import { type Broadcast, broadcastView, segmentWords } from './broadcast-card.ts';
import { broadcastButton, toBroadcast } from './broadcast-ways.ts';
import { homeButton } from './menu.ts';

type Target = TargetOf<'broadcast'>;
type Segment = Broadcast['segment'];

const PER_PAGE = 8;
/** Not seen for so long, or seen within. */
const [AWAY_DAYS, HERE_DAYS] = [
  [30, 60, 90, 180],
  [30, 90],
];

/** For whom it is, and the ways to say so. What is chosen is added to what was, in place of what answered the same question. */
export const whomView = async (turn: Turn, id: string): Promise<View> => {
  const { segment } = await turn.ask('broadcasts.get', { id });
  const nonce = nonceOf(turn.update_id);
  const to = (act: Target['act'], label: string) => [tap(label, toBroadcast(act, id, { nonce }))];
  return {
    text: [
      turn.say('broadcast_screens.whom_ask'),
      turn.say('broadcast_screens.to', { whom: await segmentWords(turn, segment) }),
    ].join('\n'),
    keyboard: [
      to('services', turn.label('broadcast_screens.by_service')),
      to('tag', turn.label('broadcast_screens.by_tag')),
      to('visits', turn.label('broadcast_screens.by_visit')),
      ...(Object.keys(segment).length === 0 ? [] : [to('everybody', turn.label('broadcast_screens.everybody'))]),
      [broadcastButton(turn, id), homeButton(turn)],
    ],
  };
};

export const servicesView = async (turn: Turn, id: string, wanted: number): Promise<View> => {
  const { services } = await turn.catalogue();
  const { items, page, pages } = pageOf(services, wanted, PER_PAGE);
  return {
    text: turn.say('broadcast_screens.service_ask'),
    keyboard: [
      ...items.map((service) => [tap(service.name, toBroadcast('service', id, { service: service.id }))]),
      ...pager(page, pages, (number) => toBroadcast('services', id, { number })),
      [tap(turn.label('menu.back'), toBroadcast('whom', id)), homeButton(turn)],
    ],
  };
};

export const visitsView = (turn: Turn, id: string): View => ({
  text: turn.say('broadcast_screens.visit_ask'),
  keyboard: [
    ...AWAY_DAYS.map((number) => [
      tap(turn.label('broadcast_screens.away', { count: number }), toBroadcast('away', id, { number })),
    ]),
    ...HERE_DAYS.map((number) => [
      tap(turn.label('broadcast_screens.here', { count: number }), toBroadcast('here', id, { number })),
    ]),
    [tap(turn.label('menu.back'), toBroadcast('whom', id)), homeButton(turn)],
  ],
});

/** What a tap adds to the conditions. The same twice is the same, so no key is needed. */
export const choose = (turn: Turn, id: string, { act, service, number }: Target): Promise<View> => {
  const today = localDay(turn.me.tenant.time_zone, turn.now);
  const day = addDays(today, -number);
  if (act === 'service' && service !== null) return narrow(turn, id, { service_id: service });
  if (act === 'away') return narrow(turn, id, { last_visit_before: day });
  return act === 'here' ? narrow(turn, id, { last_visit_from: day }) : narrow(turn, id, null);
};

/** When somebody was here last is one question with one answer: of two together often nobody would be left. */
const narrowed = (segment: Segment, more: Segment): Segment => {
  const { last_visit_before: _before, last_visit_from: _from, ...others } = segment;
  const isOfVisits = 'last_visit_before' in more || 'last_visit_from' in more;
  return { ...(isOfVisits ? others : segment), ...more };
};

/** Adds conditions; null: everybody again. Throws AppError when the backend refuses. */
export const narrow = async (turn: Turn, id: string, more: Segment | null): Promise<View> => {
  const { segment } = await turn.ask('broadcasts.get', { id });
  const changed = await turn.ask('broadcasts.update', { id, segment: more === null ? {} : narrowed(segment, more) });
  return broadcastView(turn, changed);
};
