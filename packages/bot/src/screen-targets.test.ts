/** Where buttons lead, for tests that look at every screen. */
import type { Target } from './callback-data.ts';
import { ANNA, HAIRCUT, uuid, YOGA } from './fake-backend.test.ts';
import { toAudit } from './screens/audit.ts';
import { toBroadcast } from './screens/broadcast-ways.ts';
import { RULES } from './screens/rule-values.ts';
import { toHours } from './screens/staff-ways.ts';

export const at = '2026-03-05T09:00:00Z';
const days = { first: '2026-03-05', last: '2026-03-06', at: null } as const;
const off = { screen: 'off', specialist: ANNA, ...days, seen: 7, nonce: 5 } as const;
const visit = { screen: 'visit', booking: uuid(100), fresh: false, nonce: 5 } as const;
const moving = {
  screen: 'moving',
  booking: uuid(101),
  back: 'visit',
  at,
  from: null,
  to: null,
  page: 0,
  nonce: 5,
} as const;
const mine = { ...moving, booking: uuid(100), back: 'listed' } as const;
const absence = { screen: 'absence', specialist: ANNA, absence: null, day: '2026-03-05', nonce: 5 } as const;

export const TARGETS: Target[] = [
  { screen: 'staff_day', specialist: ANNA, day: '2026-03-02', page: 0, fresh: false },
  { screen: 'staff_day', specialist: null, day: null, page: 3, fresh: false },
  { screen: 'staff_week', specialist: ANNA, day: '2026-03-02' },
  { screen: 'staff_week', specialist: null, day: null },
  ...(['show', 'ask', 'history', 'why', 'cancel'] as const).map((act) => ({ ...visit, act })),
  ...(['month', 'day', 'ask', 'near', 'move'] as const).map((step) => ({ ...moving, step })),
  { ...moving, step: 'near', back: 'off', from: '2026-03-02', to: null },
  { screen: 'running', specialist: ANNA, minutes: 0, tell: false, nonce: 0 },
  { screen: 'running', specialist: ANNA, minutes: 45, tell: false, nonce: 0 },
  { screen: 'running', specialist: ANNA, minutes: 45, tell: true, nonce: 5 },
  ...(['home', 'first', 'last', 'check', 'keep', 'ask_clients', 'offer', 'ask_cancel', 'cancel'] as const).map(
    (step) => ({ ...off, step }),
  ),
  { ...off, first: '2026-03-02', last: null, step: 'check' },
  { ...absence, remove: false },
  { ...absence, remove: true },
  { screen: 'staff_series', specialist: ANNA, series: null, page: 0 },
  { screen: 'staff_series', specialist: ANNA, series: uuid(900), page: 0 },
  { ...visit, act: 'regular' },
  ...(['often', 'days', 'until', 'check', 'arrange'] as const).map((act) => ({
    ...{ screen: 'regular' as const, act, ref: 1, every: 'days' as const, days: 20, times: 8, seen: 7 },
  })),
  { screen: 'menu', fresh: false },
  ...(['list', 'write_ru', 'write_en'] as const).map((act) => toBroadcast(act, null)),
  ...(
    ['show', 'whom', 'services', 'service', 'visits', 'tag', 'quiet', 'look', 'test', 'ask_start', 'ask_time'] as const
  ).map((act) => toBroadcast(act, uuid(950), { service: HAIRCUT, number: 1 })),
  ...(['start', 'pause', 'resume', 'missed', 'ask_cancel', 'cancel'] as const).map((act) =>
    toBroadcast(act, uuid(950), { nonce: 7 }),
  ),
  ...(['show', 'write', 'pick', 'day', 'write_day', 'close_day', 'save', 'restore_day'] as const).map((act) => ({
    ...toHours(ANNA),
    ...{ act, day: act === 'show' || act === 'write' ? null : '2026-03-05' },
  })),
  ...(['list', 'people', 'kinds', 'file'] as const).map((act) => toAudit({ act })),
  { screen: 'rules', act: 'show', rule: 'none', number: 0, nonce: 0 },
  ...RULES.flatMap((rule) =>
    (['edit', 'choose', 'save'] as const).map((act) => ({ screen: 'rules' as const, act, rule, number: 0, nonce: 0 })),
  ),
  { screen: 'manage', part: 'menu', page: 0 },
  { screen: 'manage', part: 'hours', page: 0 },
  { screen: 'services', specialist: null, page: 0 },
  { screen: 'services', specialist: ANNA, page: 3 },
  { screen: 'specialists', service: HAIRCUT, page: 0 },
  { screen: 'month', service: HAIRCUT, specialist: null, month: '2026-03', fresh: false },
  { screen: 'month', service: YOGA, specialist: ANNA, month: '2026-04', fresh: false },
  { screen: 'full_days', service: HAIRCUT, specialist: null, month: '2026-03' },
  { screen: 'day', service: HAIRCUT, specialist: ANNA, day: '2026-03-05', page: 0 },
  { screen: 'day', service: YOGA, specialist: ANNA, day: '2026-03-05', page: 0 },
  { screen: 'day', service: HAIRCUT, specialist: null, day: '2026-03-08', page: 0 },
  { screen: 'confirm', service: HAIRCUT, specialist: null, at },
  { screen: 'confirm', service: HAIRCUT, specialist: ANNA, at },
  { screen: 'book', service: HAIRCUT, specialist: ANNA, at, nonce: 1 },
  { screen: 'bookings', page: 0, fresh: false },
  { screen: 'bookings', page: 1, fresh: true },
  { screen: 'booking', booking: uuid(100), listed: true },
  { screen: 'ask_cancel', booking: uuid(100), listed: false },
  { screen: 'cancel', booking: uuid(100), listed: false, nonce: 1 },
  { screen: 'agenda', day: null, fresh: false },
  { screen: 'agenda', day: '2026-03-05', fresh: false },
  ...(['month', 'day', 'ask', 'move'] as const).map((step) => ({ ...mine, step })),
  { ...mine, step: 'move', back: 'card' },
  { screen: 'past', page: 0 },
  { screen: 'repeat', booking: uuid(100), fresh: false },
  { screen: 'all_series', page: 0 },
  { screen: 'series', series: uuid(600), page: 0 },
  { screen: 'ask_end', series: uuid(600), from: at },
  { screen: 'end_series', series: uuid(600), from: at, nonce: 1 },
  { screen: 'my_data', file: true },
  { screen: 'forget', client: uuid(21), step: 0, asked: '2026-03-02T07:00:00.000Z' },
  { screen: 'forget', client: uuid(21), step: 1, asked: '2026-03-02T07:00:00.000Z' },
  { screen: 'share_phone' },
  { screen: 'links', page: 0 },
  { screen: 'languages' },
  { screen: 'texts', section: 'none', page: 0 },
  { screen: 'stats', period: 'this_week', picture: false },
  { screen: 'stats', period: 'last_month', picture: true },
  { screen: 'noop', reason: 'past' },
  { screen: 'noop', reason: 'closed' },
  { screen: 'noop', reason: 'full' },
  { screen: 'noop', reason: 'later' },
];
