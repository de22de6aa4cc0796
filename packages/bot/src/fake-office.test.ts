import {
  type ActionName,
  type Actions,
  AppError,
  type AuditLine,
  actions,
  type Booking,
  type Call,
  type Output,
  type Parsed,
} from '@okno/contract';
import { instant, NOW, page, type salonServices, uuid, ZONE } from './fake-salon.test.ts';

type Handlers = { [N in ActionName]?: (input: Parsed<Actions[N]>, call: Call) => Output<Actions[N]> };
type Card = Output<Actions['clients.get']>;
type Note = Output<Actions['clients.list_notes']>['items'][number];
type Member = Output<Actions['people.get_staff']>;
type ServiceCard = Output<Actions['services.card']>;
type Rule = Output<Actions['scheduling.why_not']>['rule'];

export const MEMBER = uuid(71);
const DAY_MS = 86_400_000;

/** What goes in, as the contract takes it; refused by the name of its field otherwise. */
export const parseAs = (name: ActionName, input: unknown): unknown => {
  const parsed = actions[name].input.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid_input', { field: issue?.path.join('.') ?? '', rule: issue?.message ?? '' });
};

/** What the fake salon knows beside its bookings: its clients, its staff, and its services as the owner sees them. */
export const createFakeOffice = (
  bookings: ReadonlyMap<string, Booking>,
  reset: { services: ReturnType<typeof salonServices> },
) => {
  const clients = new Map<string, Card>();
  const notes = new Map<string, Note[]>();
  const staff = new Map<string, Member>();
  const invited: { id: string; role: 'moderator' | 'specialist'; specialist: Member['specialist']; code: string }[] =
    [];
  const cards = new Map<string, ServiceCard>();
  /** The latest first. */
  const log: AuditLine[] = [];
  const rules: Output<Actions['tenants.rules']> = {
    ...{ country: null, max_future_bookings: 3, cancel_notice_minutes: 1440, phone_needed: false, hold_minutes: 10 },
    ...{ reminder_minutes: [1440, 120, 60], review_request_minutes: 180, complete_after_minutes: 60 },
    ...{ waitlist_hold_minutes: 30, series_horizon_days: 180, series_hour: 3, quiet_from_hour: 21, quiet_to_hour: 9 },
  };
  /** Why a start is not offered, by its instant. */
  const why = new Map<string, Rule>();

  const found = <T>(value: T | undefined): T => {
    if (value === undefined) throw new AppError('not_found');
    return value;
  };
  const change = (id: string, changes: Partial<Card>): Card => {
    const card = { ...found(clients.get(id)), ...changes };
    clients.set(id, card);
    return card;
  };
  const addClient = (client: Partial<Card> & { name: string }): Card => {
    const id = client.id ?? uuid(500 + clients.size);
    const card: Card = {
      ...{ id, phone: null, email: null, telegram_id: null, tags: [], created_at: instant(NOW), forgotten_at: null },
      ...{ last_visit: null, upcoming: 0, reachable: false, notes: 0 },
      record: { visits: 0, completed: 0, no_shows: 0, cancelled: 0 },
      ...client,
    };
    clients.set(id, card);
    return card;
  };
  const addMember = (member: Partial<Member>): Member => {
    const whole: Member = {
      ...{ id: MEMBER, name: 'Max', role: 'moderator', telegram_id: 42, specialist: null, created_at: instant(NOW) },
      ...member,
    };
    staff.set(whole.id, whole);
    return whole;
  };
  const cardOf = (id: string): ServiceCard => {
    const service = found(reset.services.find((one) => one.id === id));
    const beside = { translations: {}, deposit_minor: 0, packed: false, position: 0, active: true, room_ids: [] };
    return cards.get(id) ?? { ...service, ...beside };
  };
  const changeService = (id: string, changes: object): ServiceCard => {
    const card = { ...cardOf(id), ...changes };
    cards.set(id, card);
    return card;
  };

  const handlers: Handlers = {
    'clients.list': ({ search = '', ...wanted }) => {
      const words = search.toLowerCase();
      const fits = ({ name, phone }: Card) =>
        name.toLowerCase().includes(words) || (phone ?? '').includes(words.replace(/[^\d+]/g, '') || '-');
      return page([...clients.values()].filter(fits), wanted);
    },
    'clients.get': ({ id }) => found(clients.get(id)),
    'clients.create': (input) => {
      if ([...clients.values()].some(({ phone }) => phone !== null && phone === input.phone))
        throw new AppError('phone_taken', { field: 'phone' });
      return addClient(input);
    },
    'clients.set_tags': ({ id, tags }) => change(id, { tags }),
    'clients.list_notes': ({ id, ...wanted }) => page(notes.get(id) ?? [], wanted),
    'clients.add_note': ({ id, text }) => {
      const note = { id: uuid(600), text, author: 'Olga', at: instant(NOW) };
      notes.set(id, [note, ...(notes.get(id) ?? [])]);
      change(id, { notes: found(clients.get(id)).notes + 1 });
      return note;
    },
    'bookings.repeat_offer': ({ id }) => {
      const { service, specialist, starts_at, ends_at } = found(bookings.get(id));
      const later = (time: string) => instant(Date.parse(time) + 7 * DAY_MS);
      return {
        ...{ service_id: service.id, specialist_id: specialist.id, time_zone: ZONE, same_time: true },
        slots: [{ starts_at: later(starts_at), ends_at: later(ends_at), specialist_id: specialist.id, seats_left: 1 }],
      };
    },
    'scheduling.why_not': ({ starts_at }) => {
      const rule = why.get(starts_at) ?? null;
      return { offered: rule === null, rule, row: null, time_zone: ZONE };
    },
    'audit.list': ({ limit, before, actor, action, outcome }) => {
      const fitting = log.filter(
        (line) =>
          (before === undefined || line.id < before) &&
          (actor === undefined || line.actor === actor) &&
          (action === undefined || line.action === action) &&
          (outcome === undefined || line.outcome !== 'done'),
      );
      const items = fitting.slice(0, limit);
      return { items, next: fitting.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    'tenants.rules': () => rules,
    'tenants.update_rules': (changes) => {
      const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      return Object.assign(rules, named);
    },
    'people.list_staff': (wanted) => page([...staff.values()], wanted),
    'people.get_staff': ({ id }) => found(staff.get(id)),
    'people.set_role': ({ id, role }) => addMember({ ...found(staff.get(id)), role }),
    'people.remove_staff': ({ id }) => {
      found(staff.get(id));
      staff.delete(id);
      return { id };
    },
    'people.invite': ({ role, specialist_id }) => {
      const specialist = specialist_id === undefined ? null : { id: specialist_id, name: 'Anna' };
      const invitation = { id: uuid(800 + invited.length), role, specialist, code: 'c'.repeat(43) };
      invited.push(invitation);
      return { ...invitation, created_at: instant(NOW), expires_at: instant(NOW + DAY_MS) };
    },
    'people.list_invitations': (wanted) =>
      page(
        invited.map(({ code: _, ...rest }) => ({
          ...rest,
          created_at: instant(NOW),
          expires_at: instant(NOW + DAY_MS),
        })),
        wanted,
      ),
    'people.revoke_invitation': ({ id }) => {
      const { code: _, ...gone } = found(invited.find((one) => one.id === id));
      invited.splice(0, invited.length, ...invited.filter((one) => one.id !== id));
      return { ...gone, created_at: instant(NOW), expires_at: instant(NOW + DAY_MS) };
    },
    'services.card': ({ id }) => cardOf(id),
    'services.update': ({ id, ...changes }) =>
      changeService(id, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))),
    'services.archive': ({ id }) => changeService(id, { active: false }),
    'services.restore': ({ id }) => changeService(id, { active: true }),
  };
  return { handlers, rules, log, clients, notes, staff, invited, cards, why, addClient, addMember };
};
