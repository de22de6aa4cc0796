import { randomBytes } from 'node:crypto';
import { type Actions, AppError, type Output, type Parsed } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import type { Secrets } from '../../secrets.ts';
import { formatInstant } from '../../time.ts';
import { findClient } from '../people/index.ts';
import { findSpecialist, lockSpecialists } from '../scheduling/index.ts';
import { takeBusyTime } from './busy.ts';
import { hashOf } from './feed.ts';
import {
  type FeedOwner,
  MANUAL_MS,
  MAX_CONFLICTS,
  MAX_IMPORTS,
  mayTouch,
  meetingBusy,
  ownersFor,
  wantedOwner,
} from './rules.ts';
import {
  type AheadBooking,
  countImports,
  deleteImport,
  type ImportRow,
  insertImport,
  listAhead,
  listImports,
  lockImport,
  updateNextSync,
} from './store.ts';
import { insertFeed, listFeeds, lockFeedOwner, revokeFeedsOf, updateFeedRevoked } from './store-feeds.ts';

/** Where the gateway serves feeds: the secret follows. */
export const FEED_PATH = '/calendars/';

const missing = (what: string, field: string) => new AppError('not_found', { what, field });

type Wish = Parsed<Actions['calendars.feed_create']>;

const exists = async (tx: Ctx['tx'], { specialist_id, client_id }: FeedOwner): Promise<boolean> =>
  (await (specialist_id === null ? findClient(tx, client_id) : findSpecialist(tx, specialist_id))) !== undefined;

/**
 * Whose calendar is meant: somebody who is named, or else oneself.
 * @throws AppError `not_found` alike for somebody who does not exist and somebody who is none of their business.
 */
const feedOwner = async ({ tx, actor }: Ctx, wish: Wish): Promise<FeedOwner> => {
  if (wish.specialist_id !== undefined && wish.client_id !== undefined)
    throw new AppError('invalid_input', { field: 'client_id', rule: 'is too much beside specialist_id' });
  const owner = wantedOwner(actor, wish);
  if (owner === null) throw new AppError('invalid_input', { field: 'specialist_id', rule: 'is needed' });
  if (!mayTouch(ownersFor(actor), owner) || !(await exists(tx, owner)))
    throw owner.client_id === null ? missing('specialist', 'specialist_id') : missing('client', 'client_id');
  return owner;
};

const createFeed = async (ctx: Ctx, input: Wish): Promise<Output<Actions['calendars.feed_create']>> => {
  const { tx, actor } = ctx;
  const owner = await feedOwner(ctx, input);
  // 256 bits: nobody finds one by trying.
  const secret = randomBytes(32).toString('base64url');
  lockFeedOwner(tx, owner);
  revokeFeedsOf(tx, owner);
  const { language, id: created_by } = actor;
  const feed = await insertFeed(tx, { ...owner, secret_hash: hashOf(secret), language, created_by });
  return { ...feed, path: `${FEED_PATH}${secret}.ics` };
};

/** Specialists deal with their own calendars; somebody else's id is like one that does not exist. */
const checkSpecialist = async ({ tx, actor }: Ctx, specialist_id: string): Promise<void> => {
  const owners = ownersFor(actor);
  const mine = owners === 'all' || owners.specialist_id === specialist_id;
  if (!mine || (await findSpecialist(tx, specialist_id)) === undefined) throw missing('specialist', 'specialist_id');
};

type ImportView = Output<Actions['calendars.import_create']>;

const toView = ({ card, busy }: ImportRow, ahead: readonly AheadBooking[]): ImportView => {
  const met = meetingBusy(ahead, busy);
  const conflicts = met.slice(0, MAX_CONFLICTS).map(({ id, from, to }) => ({
    booking_id: id,
    starts_at: formatInstant(from),
    ends_at: formatInstant(to),
  }));
  return { ...card, conflict_count: met.length, conflicts };
};

const createImport = async (ctx: Ctx, { specialist_id, url }: { specialist_id: string; url: string }, seal: Seal) => {
  const { tx, now } = ctx;
  await checkSpecialist(ctx, specialist_id);
  lockSpecialists(tx, [specialist_id]);
  if ((await countImports(tx, specialist_id)) >= MAX_IMPORTS)
    throw new AppError('calendar_limit_reached', { limit: MAX_IMPORTS });
  const { host } = new URL(url);
  const made = await insertImport(tx, { specialist_id, url_sealed: seal(ctx, url), host, next_sync_at: now });
  return toView(made, []);
};

type Seal = (ctx: Ctx, url: string) => string;

/** Reads a calendar at once, unless that has just been done or is about to be. */
const syncImport = async (ctx: Ctx, id: string): Promise<ImportView> => {
  const { tx, actor, now } = ctx;
  const known = await lockImport(tx, id, ownersFor(actor));
  if (known === undefined) throw missing('calendar', 'id');
  const { card, attempted_at } = known;
  const ahead = await listAhead(tx, card.specialist_id);
  if (Date.parse(card.next_sync_at) <= now) return toView(known, ahead);
  const left_ms = attempted_at === null ? 0 : Date.parse(attempted_at) + MANUAL_MS - now;
  if (left_ms > 0) throw new AppError('too_many_requests', { after_seconds: Math.ceil(left_ms / 1000) });
  updateNextSync(tx, id, now);
  return toView({ ...known, card: { ...card, next_sync_at: formatInstant(now) } }, ahead);
};

const forgetImport = async ({ tx, actor, now }: Ctx, id: string): Promise<{ id: string }> => {
  const known = await lockImport(tx, id, ownersFor(actor));
  if (known === undefined) throw missing('calendar', 'id');
  deleteImport(tx, id);
  await takeBusyTime(tx, known.card.specialist_id, now);
  return { id };
};

/** The rule that an address breaks, in English; null for one that may be asked. */
export type RuleOfAddress = (url: string) => string | null;

type Deps = {
  /** Seal the addresses of outside calendars, which are often secrets themselves. */
  readonly secrets: Pick<Secrets, 'seal'>;
  readonly ruleOfAddress: RuleOfAddress;
};

export const createCalendarActions = ({ secrets, ruleOfAddress }: Deps): HandlersOf<'calendars'> => ({
  'calendars.feed_create': createFeed,

  'calendars.feed_list': ({ tx, actor }, { page, limit, ...wanted }) =>
    paged({ page, limit }, (part) => listFeeds(tx, wanted, { owners: ownersFor(actor), ...part })),

  'calendars.feed_revoke': async ({ tx, actor }, { id }) => {
    const feed = await updateFeedRevoked(tx, id, ownersFor(actor));
    if (feed === undefined) throw missing('calendar', 'id');
    return feed;
  },

  'calendars.import_create': (ctx, input) => {
    const rule = ruleOfAddress(input.url);
    if (rule !== null) throw new AppError('invalid_input', { field: 'url', rule });
    return createImport(ctx, input, ({ actor }, url) => secrets.seal(actor.tenant_id, url));
  },

  'calendars.import_list': async (ctx, { specialist_id, ...page }) => {
    await checkSpecialist(ctx, specialist_id);
    const ahead = await listAhead(ctx.tx, specialist_id);
    const { items, ...rest } = await paged(page, (part) => listImports(ctx.tx, specialist_id, part));
    return { ...rest, items: items.map((row) => toView(row, ahead)) };
  },

  'calendars.import_sync': (ctx, { id }) => syncImport(ctx, id),

  'calendars.import_delete': (ctx, { id }) => forgetImport(ctx, id),
});
