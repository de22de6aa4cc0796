import { randomUUID } from 'node:crypto';
import { type Actions, AppError, type Output, type Parsed } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { named } from '../../named.ts';
import { paged } from '../../paged.ts';
import { formatInstant, parseInstant } from '../../time.ts';
import { updateClient } from '../people/index.ts';
import { isService } from '../services/index.ts';
import { findTenantLanguage } from '../tenants/index.ts';
import { conditionOf } from './audience.ts';
import { addressed, textFor, type Verb, wayOf } from './rules.ts';
import {
  type Broadcast,
  countProgress,
  findBroadcast,
  insertBroadcast,
  listBroadcasts,
  lockBroadcast,
  planBroadcast,
  planTest,
  updateDraft,
  updateStarted,
  updateStopped,
} from './store.ts';
import { countAudience, findFirst, type Segment } from './store-people.ts';
import { insertTest, listRecipients } from './store-recipients.ts';

type Report = Output<Actions['broadcasts.get']>;

const found = (broadcast: Broadcast | undefined): Broadcast => {
  if (broadcast === undefined) throw new AppError('not_found', { what: 'broadcast', field: 'id' });
  return broadcast;
};

const report = async ({ tx }: Ctx, id: string): Promise<Report> => {
  const [broadcast, progress] = await Promise.all([findBroadcast(tx, id), countProgress(tx, id)]);
  return { ...found(broadcast), progress };
};

const refused = (verb: Verb, { status }: Broadcast) =>
  new AppError('broadcast_not_changeable', { status, wanted: verb });

/** The broadcast, kept from others, when it is still to be done; null when it has been done. */
const lockFor = async ({ tx }: Ctx, id: string, verb: Verb): Promise<Broadcast | null> => {
  const broadcast = found(await lockBroadcast(tx, id));
  const way = wayOf(verb, broadcast.status);
  if (way === 'refused') throw refused(verb, broadcast);
  return way === 'go' ? broadcast : null;
};

const checkSegment = async (tx: Tx, { service_id, last_visit_from, last_visit_before }: Segment): Promise<void> => {
  if (last_visit_from !== undefined && last_visit_before !== undefined && last_visit_from >= last_visit_before)
    throw new AppError('invalid_input', {
      field: 'segment.last_visit_before',
      rule: 'must be after segment.last_visit_from',
    });
  if (service_id !== undefined && !(await isService(tx, service_id)))
    throw new AppError('not_found', { what: 'service', field: 'segment.service_id' });
};

const start = async (ctx: Ctx, { id, starts_at }: Parsed<Actions['broadcasts.start']>): Promise<Report> => {
  const { tx, now } = ctx;
  if (starts_at !== undefined && parseInstant(starts_at) <= now)
    throw new AppError('invalid_input', { field: 'starts_at', rule: 'must lie in the future' });
  if ((await lockFor(ctx, id, 'start')) !== null) {
    updateStarted(tx, id, { status: starts_at === undefined ? 'running' : 'scheduled', starts_at: starts_at ?? null });
    planBroadcast(tx, id, starts_at ?? formatInstant(now));
    return report(ctx, id);
  }
  const broadcast = await report(ctx, id);
  // Whoever wants another time has not got what they wanted.
  if (starts_at !== undefined && parseInstant(broadcast.starts_at ?? starts_at) !== parseInstant(starts_at))
    throw refused('start', broadcast);
  return broadcast;
};

const resume = async (ctx: Ctx, id: string): Promise<Report> => {
  const { tx, now } = ctx;
  const broadcast = await lockFor(ctx, id, 'resume');
  if (broadcast === null) return report(ctx, id);
  const starts_at = broadcast.starts_at === null ? now : parseInstant(broadcast.starts_at);
  updateStarted(tx, id, { status: starts_at > now ? 'scheduled' : 'running', starts_at: null });
  planBroadcast(tx, id, formatInstant(Math.max(starts_at, now)));
  return report(ctx, id);
};

const stop = async (ctx: Ctx, id: string, verb: 'pause' | 'cancel'): Promise<Report> => {
  if ((await lockFor(ctx, id, verb)) !== null) {
    updateStopped(ctx.tx, id, verb === 'pause' ? 'paused' : 'cancelled');
    planBroadcast(ctx.tx, id, null);
  }
  return report(ctx, id);
};

const preview = async ({ tx }: Ctx, id: string) => {
  const { segment, texts } = found(await findBroadcast(tx, id));
  const condition = await conditionOf(tx, segment);
  const [{ ru, en, ...counts }, first, business] = await Promise.all([
    countAudience(tx, condition),
    findFirst(tx, condition),
    findTenantLanguage(tx),
  ]);
  const sample =
    first === undefined ? null : { ...first, text: addressed(textFor(texts, first.language, business), first.name) };
  return { ...counts, by_language: { ru, en }, sample };
};

export const broadcastActions: HandlersOf<'broadcasts'> = {
  'broadcasts.create': async (ctx, { texts, segment, quiet_hours }) => {
    const { tx, actor } = ctx;
    await checkSegment(tx, segment);
    const id = randomUUID();
    insertBroadcast(tx, { id, texts, segment, quiet_hours, author: actor.id, author_name: actor.name });
    return report(ctx, id);
  },

  'broadcasts.update': async (ctx, { id, ...wanted }) => {
    const changes = named(wanted);
    await lockFor(ctx, id, 'update');
    if (changes.segment !== undefined) await checkSegment(ctx.tx, changes.segment);
    updateDraft(ctx.tx, id, changes);
    return report(ctx, id);
  },

  'broadcasts.list': ({ tx }, { status, ...page }) => paged(page, (wanted) => listBroadcasts(tx, status, wanted)),

  'broadcasts.get': (ctx, { id }) => report(ctx, id),

  'broadcasts.preview': (ctx, { id }) => preview(ctx, id),

  'broadcasts.recipients': async ({ tx }, { id, status, ...page }) => {
    found(await findBroadcast(tx, id));
    return paged(page, (wanted) => listRecipients(tx, id, { status, ...wanted }));
  },

  'broadcasts.test': async ({ tx, actor }, { id }) => {
    if (actor.person === null) throw new AppError('forbidden');
    // Whoever attends to it meanwhile sees this test, or has ended by then.
    found(await lockBroadcast(tx, id));
    insertTest(tx, id, actor.person);
    planTest(tx, id);
    return { id };
  },

  'broadcasts.start': start,

  'broadcasts.pause': (ctx, { id }) => stop(ctx, id, 'pause'),

  'broadcasts.resume': (ctx, { id }) => resume(ctx, id),

  'broadcasts.cancel': (ctx, { id }) => stop(ctx, id, 'cancel'),

  'broadcasts.set_news': async ({ tx, actor }, { news }) => {
    if (actor.client_id === null) throw new AppError('forbidden');
    updateClient(tx, actor.client_id, { news });
    return { news };
  },
};
