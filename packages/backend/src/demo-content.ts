import type { NewTenant } from './modules/tenants/index.ts';

/** What the studio, and its bot, are called in English. */
export const DEMO_NAME_EN = 'Okno Studio';

/** The studio of the demo: in Russian, with English beside it. */
export const DEMO_TENANT: NewTenant = {
  slug: 'demo',
  name: 'Студия «Окно»',
  translations: { en: { name: DEMO_NAME_EN, address: '5 Tverskaya St, Moscow' } },
  time_zone: 'Europe/Moscow',
  language: 'ru',
  currency: 'RUB',
  phone: '+7 495 000-00-00',
  address: 'Москва, Тверская улица, 5',
};

/** People of the demo have Telegram ids that nobody has: with a real bot they must not open the door to strangers. */
export const DEMO_PERSON = 900_000_000_000_000;

const HOUR = 60;
const shift = (from: number, to: number) => ({ from_minute: from * HOUR, to_minute: to * HOUR });

/** Weekdays: 0 = Sunday. `telegram_id` is the person who sees this specialist's day in the chat. */
export const DEMO_SPECIALISTS = [
  {
    key: 'maria',
    telegram_id: DEMO_PERSON + 21,
    name: 'Мария',
    description: 'Стилист, 9 лет опыта',
    en: { name: 'Maria', description: 'Stylist, 9 years of experience' },
    weekdays: [1, 2, 3, 4, 5],
    intervals: [shift(10, 14), shift(15, 19)],
  },
  {
    key: 'ilya',
    telegram_id: DEMO_PERSON + 22,
    name: 'Илья',
    description: 'Массажист',
    en: { name: 'Ilya', description: 'Massage therapist' },
    weekdays: [2, 3, 4, 5, 6],
    intervals: [shift(12, 16), shift(17, 21)],
  },
  {
    key: 'sofia',
    telegram_id: DEMO_PERSON + 23,
    name: 'София',
    description: 'Колорист и преподаватель йоги',
    en: { name: 'Sofia', description: 'Colourist and yoga teacher' },
    weekdays: [0, 1, 3, 4, 6],
    intervals: [shift(9, 15), shift(18, 20)],
  },
] as const;

type SpecialistKey = (typeof DEMO_SPECIALISTS)[number]['key'];

/** Minutes; prices in kopecks. */
export const DEMO_SERVICES = [
  {
    name: 'Стрижка и укладка',
    description: 'Мытьё, стрижка и укладка',
    en: { name: 'Haircut and styling', description: 'Wash, cut and blow-dry' },
    duration_minutes: 60,
    step_minutes: 30,
    buffer_after_minutes: 0,
    price_minor: 250_000,
    capacity: 1,
    min_notice_minutes: 60,
    by: ['maria', 'sofia'],
  },
  {
    name: 'Массаж спины',
    description: 'Классический массаж, полтора часа',
    en: { name: 'Back massage', description: 'Classic massage, an hour and a half' },
    duration_minutes: 90,
    step_minutes: 30,
    buffer_after_minutes: 15,
    price_minor: 390_000,
    capacity: 1,
    min_notice_minutes: 120,
    by: ['ilya'],
  },
  {
    name: 'Окрашивание',
    description: 'Окрашивание в один тон с уходом',
    en: { name: 'Hair colouring', description: 'Single-tone colour with care' },
    duration_minutes: 120,
    step_minutes: 60,
    buffer_after_minutes: 0,
    price_minor: 620_000,
    capacity: 1,
    min_notice_minutes: 240,
    by: ['maria', 'sofia'],
  },
  {
    name: 'Йога в группе',
    description: 'Утренний и вечерний класс, до восьми человек',
    en: { name: 'Group yoga', description: 'Morning and evening class, up to eight people' },
    duration_minutes: 60,
    step_minutes: 60,
    buffer_after_minutes: 0,
    price_minor: 90_000,
    capacity: 8,
    min_notice_minutes: 30,
    by: ['sofia'],
  },
] as const satisfies readonly { by: readonly SpecialistKey[]; name: string; [field: string]: unknown }[];

/** Clients who have been here before; the numbers are reserved for fiction. */
export const DEMO_CLIENTS = [
  { name: 'Екатерина Смирнова', phone: '+79000000001' },
  { name: 'Дмитрий Орлов', phone: '+79000000002' },
  { name: 'Наталья Ким', phone: '+79000000003' },
  { name: 'Павел Левин', phone: '+79000000004' },
  { name: 'Юлия Соколова', phone: '+79000000005' },
  { name: 'Игорь Назаров', phone: '+79000000006' },
  { name: 'Вера Полякова', phone: '+79000000007' },
  { name: 'Артём Белов', phone: '+79000000008' },
] as const;

/** The owner of the studio in the demo's chats. */
export const DEMO_OWNER = { telegram_id: DEMO_PERSON + 31, name: 'Олег' } as const;
