import { type ActionName, type Actions, AppError, type Call, type Output, type Parsed } from '@okno/contract';
import { instant, NOW, page, uuid } from './fake-salon.test.ts';

type Handlers = { [N in ActionName]?: (input: Parsed<Actions[N]>, call: Call) => Output<Actions[N]> };
type Broadcast = Output<Actions['broadcasts.get']>;
type Status = Broadcast['status'];
type Recipient = Output<Actions['broadcasts.recipients']>['items'][number];

/** Who belongs to everything in the salon in memory. */
const PEOPLE = 12;

/** The messages to many of the salon in memory; how far one is a test says. */
export const createFakeBroadcasts = () => {
  const all = new Map<string, Broadcast>();
  const recipients: Recipient[] = [];
  const answered = new Map<string, string>();
  /** How often one was tried. */
  const tests: string[] = [];

  const find = (id: string): Broadcast => {
    const found = all.get(id);
    if (found === undefined) throw new AppError('not_found');
    return found;
  };
  const change = (id: string, changes: Partial<Broadcast>): Broadcast => {
    const changed = { ...find(id), ...changes };
    all.set(id, changed);
    return changed;
  };
  const become = (id: string, from: readonly Status[], to: Status, more: Partial<Broadcast> = {}): Broadcast => {
    const { status } = find(id);
    if (status === to) return find(id);
    if (!from.includes(status)) throw new AppError('broadcast_not_changeable');
    return change(id, { status: to, ...more });
  };
  const nothing = { sent: 0, failed: 0, unreachable: 0, opted_out: 0, uncertain: 0 };
  const create = (input: Parsed<Actions['broadcasts.create']>): Broadcast => {
    const id = uuid(950 + all.size);
    const made = {
      ...{ id, status: 'draft', author: 'Olga', created_at: instant(NOW), starts_at: null, ended_at: null },
      ...input,
      progress: { complete: false, total: 0, waiting: 0, ...nothing },
    } as Broadcast;
    all.set(id, made);
    return made;
  };

  const handlers: Handlers = {
    'broadcasts.set_news': (input) => input,
    'broadcasts.create': (input, { idempotency_key = '' }) => {
      const before = answered.get(idempotency_key);
      if (before !== undefined) return find(before);
      const made = create(input);
      answered.set(idempotency_key, made.id);
      return made;
    },
    'broadcasts.update': ({ id, ...input }) => {
      if (find(id).status !== 'draft') throw new AppError('broadcast_not_changeable');
      const changes = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      return change(id, changes as Partial<Broadcast>);
    },
    'broadcasts.list': (input) => page([...all.values()].toReversed(), input),
    'broadcasts.get': ({ id }) => find(id),
    'broadcasts.preview': ({ id }) => {
      const { texts, segment } = find(id);
      const count = Math.max(0, PEOPLE - 5 * Object.keys(segment).length);
      const text = (texts.en ?? texts.ru ?? '').replaceAll('{name}', 'Ada');
      return {
        ...{ recipients: count, by_language: { ru: 1, en: count - 1 }, unreachable: 1, opted_out: 2, without_chat: 0 },
        sample: count === 0 ? null : { language: 'en', name: 'Ada', text },
      };
    },
    'broadcasts.recipients': ({ status, ...wanted }) =>
      page(
        recipients.filter((one) => status === undefined || one.status === status),
        wanted,
      ),
    'broadcasts.test': ({ id }) => {
      tests.push(find(id).id);
      return { id };
    },
    'broadcasts.start': ({ id, starts_at }) =>
      become(id, ['draft'], starts_at === undefined ? 'running' : 'scheduled', {
        starts_at: starts_at ?? instant(NOW),
        progress: { complete: true, total: PEOPLE, waiting: PEOPLE, ...nothing },
      }),
    'broadcasts.pause': ({ id }) => become(id, ['scheduled', 'running'], 'paused'),
    'broadcasts.resume': ({ id }) => become(id, ['paused'], 'running'),
    'broadcasts.cancel': ({ id }) => become(id, ['draft', 'scheduled', 'running', 'paused'], 'cancelled'),
  };

  return {
    handlers,
    all,
    recipients,
    tests,
    /** A draft that somebody has written elsewhere. */
    write: (texts: Broadcast['texts']) => create({ texts, segment: {}, quiet_hours: true }),
    /** How far it is by now. */
    tell: (id: string, progress: Partial<Broadcast['progress']>, status: Status = 'running') =>
      change(id, { status, progress: { ...find(id).progress, ...progress } }),
    /** One of those who were to get it. */
    addRecipient: (name: string | null, status: Recipient['status']) =>
      recipients.push({
        ...{ id: uuid(970 + recipients.length), client_id: null, name, language: 'en', status },
        ...{ attempts: 1, settled_at: null, error: null },
      }),
  };
};
