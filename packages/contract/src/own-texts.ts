import type { Language } from './shapes.ts';
import { MESSAGES } from './texts.gen.ts';
import type { TextKey } from './texts.ts';

/**
 * Where a text stands: in a message (HTML, among other lines), on a button, or over the chat for a moment. Buttons and
 * toasts are plain: Telegram parses nothing there.
 */
type TextKind = 'message' | 'button' | 'toast';

type Keys = readonly TextKey[];
type Section = { readonly [K in TextKind]?: Keys };

/**
 * The texts that a business may word in its own way (docs/rules.md#own-texts): what its clients read, and nothing else.
 * Those that somebody reads before it is known which business they speak to are not among them, nor what is told to
 * the staff, to programs, or in many businesses alike.
 */
const SECTIONS = {
  greeting: {
    message: ['menu.greeting', 'menu.title', 'help.text', 'help.phone', 'help.address'],
    button: ['menu.book', 'menu.bookings', 'menu.language', 'menu.home', 'menu.back'],
  },
  hints: {
    message: ['hint.text', 'hint.cancel', 'hint.left', 'hint.lost', 'hint.link'],
    toast: ['hint.old_menu'],
  },
  choosing: {
    message: [
      ...(['services.title', 'services.of', 'services.line', 'services.empty', 'service.summary'] as const),
      ...(['specialists.title', 'month.pick', 'month.none', 'month.which_full', 'day.pick', 'day.none'] as const),
    ],
    button: [
      ...(['service.free', 'specialists.any', 'specialists.rated', 'month.nearest', 'month.nearest_short'] as const),
      ...(['month.full_days', 'day.seats', 'day.calendar', 'day.earlier', 'day.later'] as const),
    ],
    toast: ['month.closed', 'month.full', 'month.past', 'month.later'],
  },
  booking: {
    message: [
      ...(['confirm.title', 'booking.service', 'booking.specialist', 'booking.room', 'booking.day'] as const),
      ...(['booking.time', 'booking.price', 'booking.changeable', 'booking.held_until'] as const),
      ...(['status.held', 'status.pending_payment', 'status.confirmed', 'status.completed'] as const),
      ...(['status.no_show', 'status.cancelled', 'bookings.title', 'bookings.empty', 'cancelling.ask'] as const),
      ...(['taken.title', 'taken.gone', 'taken.nearest', 'taken.other'] as const),
      ...(['refusal.too_late', 'refusal.call', 'refusal.limit'] as const),
    ],
    button: [
      ...(['confirm.yes', 'booking.cancel', 'booking.again', 'booking.show', 'bookings.item'] as const),
      ...(['cancelling.yes', 'cancelling.keep'] as const),
    ],
    toast: ['cancelling.done'],
  },
  waitlist: {
    message: [
      ...(['waitlist.joined', 'waitlist.place', 'waitlist.promise', 'waitlist.title', 'waitlist.empty'] as const),
      ...(['waitlist.line', 'waitlist.offered', 'waitlist.offer', 'waitlist.until', 'waitlist.passed'] as const),
      'waitlist.free',
    ],
    button: ['waitlist.tell_me', 'waitlist.mine', 'waitlist.leave', 'waitlist.take', 'waitlist.decline'],
    toast: ['waitlist.left'],
  },
  notices: {
    message: [
      ...(['notice.reminder_today', 'notice.reminder_tomorrow', 'notice.reminder_day', 'notice.see_you'] as const),
      ...(['notice.client_moved', 'notice.client_cancelled', 'notice.moved_from', 'notice.hold_expired'] as const),
      ...(['notice.review_request', 'notice.series_created', 'notice.series_moved', 'notice.series_ended'] as const),
      'notice.series_more',
    ],
  },
  reviews: {
    message: [
      ...(['review.thanks', 'review.words', 'review.too_long', 'review.only_words', 'review.first'] as const),
      ...(['review.written', 'review.write', 'review.check', 'review.lost'] as const),
    ],
    button: ['review.add_words', 'review.leave', 'review.publish', 'review.anew'],
    toast: ['review.saved'],
  },
} as const satisfies Record<string, Section>;

export type TextSection = keyof typeof SECTIONS;
export const TEXT_SECTIONS = Object.keys(SECTIONS) as [TextSection, ...TextSection[]];

/** A text that a business may word in its own way. */
export type OwnText = { readonly key: TextKey; readonly section: TextSection; readonly kind: TextKind };

const KINDS = ['message', 'button', 'toast'] as const satisfies readonly TextKind[];

/** All of them, in the order in which they are shown. */
export const OWN_TEXTS: readonly OwnText[] = TEXT_SECTIONS.flatMap((section) => {
  const keys: Section = SECTIONS[section];
  return KINDS.flatMap((kind) => (keys[kind] ?? []).map((key) => ({ key, section, kind })));
});

const BY_KEY: ReadonlyMap<string, OwnText> = new Map(OWN_TEXTS.map((one) => [one.key, one]));

/** Undefined for a text that is not a business's to word. */
export const findOwnText = (key: string): OwnText | undefined => BY_KEY.get(key);

/** The message as the program words it. */
export const defaultText = (language: Language, key: TextKey): string => MESSAGES[language][key];

/** How many signs of a kind can be seen: of a button, what fits on a line; of a message, which has other lines, a part. */
export const MAX_SIGNS: Readonly<Record<TextKind, number>> = { message: 1000, button: 30, toast: 180 };

type Sample = Readonly<Record<Language, string>> | number;

const same = (value: string): Sample => ({ ru: value, en: value });

/** What may stand in place of each placeholder, to show how a text is going to look. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  address: { ru: 'ул. Арбат, 1', en: '1 Arbat Street' },
  business: { ru: 'Салон «Весна»', en: 'Spring Salon' },
  client: { ru: 'Ольга', en: 'Olga' },
  count: 3,
  day: { ru: 'чт, 5 марта', en: 'Thu 5 March' },
  duration: { ru: '1 ч', en: '1 hr' },
  from: same('10:00'),
  left: { ru: 'через 2 часа', en: 'in 2 hours' },
  limit: 3,
  moment: { ru: 'чт, 5 марта, 10:00', en: 'Thu 5 March, 10:00' },
  name: { ru: 'Стрижка', en: 'Haircut' },
  phone: same('+7 495 123-45-67'),
  place: 2,
  price: { ru: '2 000 ₽', en: '₽2,000' },
  rating: 4.8,
  room: { ru: 'Кабинет 2', en: 'Room 2' },
  service: { ru: 'Стрижка', en: 'Haircut' },
  specialist: { ru: 'Анна', en: 'Anna' },
  stars: same('★★★★★'),
  text: { ru: 'Всё понравилось, спасибо!', en: 'It was lovely, thank you!' },
  time: same('10:00'),
  to: same('11:00'),
  when: { ru: 'чт, 5 марта', en: 'Thu 5 March' },
  zone: { ru: 'Москва', en: 'Moscow time' },
};

/** The samples in one language, by placeholder. */
export const sampleValues = (language: Language): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(SAMPLES).map(([name, one]) => [name, typeof one === 'number' ? one : one[language]]),
  );
