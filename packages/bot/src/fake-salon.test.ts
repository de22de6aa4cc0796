import type { Actions, Output, Specialist } from '@okno/contract';

/** Monday, 2 March 2026, 10:00 in Moscow, the zone of the salon (which has no clock changes). */
export const NOW = Date.parse('2026-03-02T07:00:00Z');
export const ZONE = 'Europe/Moscow';
export const HOUR_MS = 3_600_000;

export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const [HAIRCUT, YOGA, ANNA, BORIS] = [uuid(1), uuid(2), uuid(11), uuid(12)];

const service = (id: string, name: string, capacity: number, specialist_ids: string[]) => ({
  id,
  name,
  description: '',
  duration_minutes: 60,
  step_minutes: 60,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  price_minor: 200_000,
  currency: 'RUB',
  capacity,
  min_notice_minutes: 0,
  horizon_days: 60,
  specialist_ids,
});

/** As the contract writes instants: whole seconds stay short. */
export const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

export const page = <T>(items: T[], input: { page: number; limit: number }) => ({
  items: items.slice((input.page - 1) * input.limit, input.page * input.limit),
  page: input.page,
  limit: input.limit,
  total: items.length,
});

/** What the salon offers; a test may change its own copy. */
export const salonServices = () => [service(HAIRCUT, 'Haircut', 1, [ANNA, BORIS]), service(YOGA, 'Yoga', 8, [ANNA])];

export const salonSpecialists = (): Specialist[] => [
  {
    id: ANNA,
    name: 'Anna',
    description: '',
    time_zone: ZONE,
    service_ids: [HAIRCUT, YOGA],
    rating: null,
    reviews: 0,
  },
  { id: BORIS, name: 'Boris', description: '', time_zone: ZONE, service_ids: [HAIRCUT], rating: null, reviews: 0 },
];

export const DAY_MS = 24 * HOUR_MS;
/** The salon lies three hours east of Greenwich, the whole year. */
export const clock = (day: string, time: string): number => Date.parse(`${day}T${time}:00+03:00`);
export const midnight = (day: string): number => clock(day, '00:00');
export const dayOf = (at: number | string): string =>
  new Date((typeof at === 'number' ? at : Date.parse(at)) + 3 * HOUR_MS).toISOString().slice(0, 10);
/** Both included. */
export const daysFrom = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = midnight(from); at <= midnight(to); at += DAY_MS) days.push(dayOf(at));
  return days;
};
/** How the salon's week went; what only its owner may know is left out. */
const salonSummary = (): Output<Actions['analytics.summary']> => ({
  ...{ from: '2026-03-02', to: '2026-03-08', time_zone: ZONE, no_show_rate: 0.5, money: null },
  bookings: { held: 0, pending_payment: 0, confirmed: 1, completed: 1, no_show: 1, cancelled: 2 },
  clients: { new: 2, returning: 1 },
  days: [{ date: '2026-03-02', bookings: 3 }],
  hours: [{ weekday: 2, hour: 9, bookings: 3 }],
  services: [{ id: HAIRCUT, name: 'Haircut', bookings: 3 }],
  specialists: [{ id: ANNA, name: 'Anna &', booked_minutes: 60, bookable_minutes: 120 }],
});

/** One transparent point. */
const TINY_PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** What the salon knows of itself. */
export const salonStatistics = () => {
  const summary = salonSummary();
  const handlers = {
    'analytics.summary': () => summary,
    'analytics.chart': () => ({ png_base64: TINY_PNG, summary }),
  };
  return { summary, handlers };
};

export const roleOf = (staff: boolean | 'moderator' | undefined): Output<Actions['people.me']>['role'] => {
  if (staff === 'moderator') return staff;
  return staff === true ? 'specialist' : 'client';
};

type Day = Output<Actions['scheduling.free_slots_day']>;
type Wanted = { readonly service_id: string; readonly specialist_id?: string | undefined };

/** When the salon is free, out of its slots. */
export const freeTime = (
  slotsOf: (date: string, service_id: string, specialist_id: string | undefined) => Day['slots'],
  loadOf: (date: string, free: number) => Day['load'],
) => ({
  'scheduling.month': ({ month, service_id, specialist_id }: Wanted & { readonly month: string }) => {
    const days = Array.from({ length: 28 }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
    const nearest = slotsOf('2026-03-02', service_id, specialist_id)[0] ?? null;
    return {
      time_zone: ZONE,
      today: '2026-03-02',
      last_day: '2026-05-01',
      days: days.map((date) => {
        const free = slotsOf(date, service_id, specialist_id).length;
        return { date, load: loadOf(date, free), free };
      }),
      nearest,
    };
  },
  'scheduling.free_slots_day': ({ date, service_id, specialist_id }: Wanted & { readonly date: string }) => {
    const slots = slotsOf(date, service_id, specialist_id);
    return { time_zone: ZONE, date, load: loadOf(date, slots.length), slots };
  },
});

type Played = { readonly staff?: boolean | 'moderator'; readonly role?: string };

/** Each part of the salon knows its own people: the one it is mainly played for has the last word. */
export const inOrder = <Self, Office, Staff>(
  { staff = false, role }: Played,
  parts: { self: Self; office: Office; staff: Staff },
): Self & Office & Staff => {
  if (role !== undefined) return { ...parts.self, ...parts.staff, ...parts.office };
  return staff === false
    ? { ...parts.office, ...parts.staff, ...parts.self }
    : { ...parts.self, ...parts.office, ...parts.staff };
};
