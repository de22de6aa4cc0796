import { randomUUID } from 'node:crypto';
import {
  type Actions,
  AppError,
  BULK_ENTITIES,
  type BulkEntity,
  editableBy,
  MAX_BULK,
  MAX_BULK_BOOKINGS,
  type Output,
  type Parsed,
} from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Actor, Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { versionOf } from '../../versions.ts';
import { handOf } from '../changes/index.ts';
import { clientScopeOf, listClientIds, listClientsWithin, mayBeNumber } from '../clients/index.ts';
import { findCountry, soughtDigits } from '../people/index.ts';
import { listChosen, sampleOfBooking } from './bulk-bookings.ts';
import { runPortion } from './bulk-run.ts';
import { findEditable } from './entities.ts';
import { changesOf, type FieldEntity, readBulkChange } from './rules-bulk.ts';
import { isUndoable, readBookingChange } from './rules-bulk-bookings.ts';
import {
  findBulk,
  insertBulk,
  listBulks,
  listItems,
  listNextItems,
  listOfferedIds,
  lockBulk,
  planBulk,
  updateBulk,
  updateItems,
} from './store.ts';

type Wanted = Parsed<Actions['editing.bulk_start']>;
type Told = Output<Actions['editing.bulk_get']>;
type Sample = Output<Actions['editing.bulk_preview']>['samples'][number];

/** From so many on it is done in the background: fewer take some tenths of a second. */
const BACKGROUND = 1000;
const SAMPLES = 10;

const refuse = (field: string, rule: string): never => {
  throw new AppError('invalid_input', { field, rule });
};

const OF_BOOKINGS = ['status', 'specialist_id', 'service_id', 'client_id', 'from', 'to'] as const;

/** Which things are meant, in the order of their ids; ids of nobody are found out one by one. */
const select = async (
  { tx, actor }: Ctx,
  { entity, selection }: Wanted & { readonly entity: FieldEntity },
): Promise<string[]> => {
  const { ids, search, tag, active } = selection;
  const other = OF_BOOKINGS.find((name) => selection[name] !== undefined);
  if (other !== undefined) refuse(`selection.${other}`, 'belongs to bookings only');
  if (ids !== undefined) {
    if (Object.keys(selection).length > 1) refuse('selection', 'either ids or conditions, not both');
    return [...new Set(ids)].sort();
  }
  const limit = MAX_BULK + 1;
  if (entity !== 'client') {
    if (tag !== undefined) refuse('selection.tag', 'belongs to clients only');
    return listOfferedIds(tx, entity, { search, active, limit });
  }
  if (active !== undefined) refuse('selection.active', 'belongs to what is offered only');
  const digits = search !== undefined && mayBeNumber(search) ? soughtDigits(search, await findCountry(tx)) : [];
  return listClientIds(tx, { scope: clientScopeOf(actor), search, digits, tag }, { limit });
};

/** Which things, and what names them as they are now. */
type Selected = { readonly ids: readonly string[]; readonly standing: unknown };

const selectBookings = async (ctx: Ctx, { selection }: Wanted): Promise<Selected> => {
  const { ids, search, tag, active, ...conditions } = selection;
  if ((search ?? tag ?? active) !== undefined) refuse('selection', 'is not known here');
  if (ids === undefined && Object.keys(conditions).length === 0) refuse('selection', 'names nothing to change');
  if (ids !== undefined && Object.keys(conditions).length > 0)
    refuse('selection', 'either ids or conditions, not both');
  const unique = ids && [...new Set(ids)];
  const found = await listChosen(ctx, { ...selection, ids: unique }, MAX_BULK_BOOKINGS + 1);
  return { ids: unique ?? found.map(({ id }) => id), standing: found };
};

/** @throws AppError `invalid_input` for none, and for too many */
const selectSome = async (ctx: Ctx, wanted: Wanted): Promise<Selected> => {
  const { entity } = wanted;
  const selected =
    entity === 'booking' ? await selectBookings(ctx, wanted) : await selectFields(ctx, { ...wanted, entity });
  const most = entity === 'booking' ? MAX_BULK_BOOKINGS : MAX_BULK;
  if (selected.ids.length === 0) refuse('selection', 'names nothing to change');
  if (selected.ids.length > most) refuse('selection', `must have at most ${most} items`);
  return selected;
};

const selectFields = async (ctx: Ctx, wanted: Wanted & { readonly entity: FieldEntity }): Promise<Selected> => {
  const ids = await select(ctx, wanted);
  return { ids, standing: ids };
};

const readWanted = (actor: Actor, wanted: Wanted): Wanted => {
  const { entity, change } = wanted;
  if (!kindsOf(actor).includes(entity)) throw new AppError('forbidden', { field: 'entity' });
  if (entity === 'booking') return { ...wanted, change: readBookingChange(change) };
  return { ...wanted, change: readBulkChange(actor.role, entity, change) };
};

/** Specialists have clients of their own; everything else is everybody's who may change it. */
const isTheirs = async ({ tx, actor }: Ctx, id: string): Promise<boolean> =>
  madeBy(actor) === null || (await listClientsWithin(tx, [id], clientScopeOf(actor))).length > 0;

/** What would become of one; what only the database knows, such as a telephone number of somebody else, is not tried. */
const sampleOf = async (ctx: Ctx, { entity, change }: Wanted, id: string): Promise<Sample> => {
  if (entity === 'booking') return sampleOfBooking(ctx, readBookingChange(change), id);
  const { tx, actor } = ctx;
  let name = '';
  try {
    const known = await findEditable(tx, { entity, id }, actor.tenant_id);
    if (!(await isTheirs(ctx, id))) throw new AppError('not_found');
    name = known.name;
    const after = changesOf(known, change);
    const before = Object.fromEntries(Object.keys(after).map((field) => [field, known[field]]));
    return { id, name, before, after, reason: null, rule: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { rule } = error.params;
    return { id, name, before: {}, after: {}, reason: error.code, rule: typeof rule === 'string' ? rule : null };
  }
};

/** Whose changes of many somebody sees; null: everybody's. */
const madeBy = ({ role, id }: Actor): string | null => (role === 'specialist' ? id : null);

/** @throws AppError `not_found`, also for one that is not theirs to see */
const found = async ({ tx, actor }: Ctx, id: string): Promise<Told> => {
  const bulk = await findBulk(tx, id);
  const mine = madeBy(actor) ?? bulk?.actor;
  if (bulk === undefined || bulk.actor !== mine || !kindsOf(actor).includes(bulk.entity))
    throw new AppError('not_found', { what: 'bulk_edit', field: 'id' });
  return bulk;
};

const start = async (ctx: Ctx, asked: Wanted): Promise<Told> => {
  const { tx, actor } = ctx;
  const wanted = readWanted(actor, asked);
  const { ids } = await selectSome(ctx, wanted);
  const id = randomUUID();
  const { by } = handOf(ctx);
  insertBulk(tx, { id, entity: wanted.entity, change: wanted.change, actor: by.actor, actor_name: by.actor_name }, ids);
  await leaveOthers(ctx, id, { from: 'waiting', to: 'skipped' });
  await goOn(ctx, { id, entity: wanted.entity }, ids.length);
  return found(ctx, id);
};

type Begun = { readonly id: string; readonly entity: BulkEntity };

/** A few at once, in this very transaction; many in the background, and bookings, each of which has a transaction of its own. */
const goOn = async ({ tx, actor }: Ctx, { id, entity }: Begun, many: number): Promise<void> => {
  if (many >= BACKGROUND || entity === 'booking') planBulk(tx, id, entity);
  else await runPortion(tx, { tenant_id: actor.tenant_id, id, limit: BACKGROUND });
};

const undo = async (ctx: Ctx, id: string): Promise<Told> => {
  await found(ctx, id);
  const bulk = await lockBulk(ctx.tx, id);
  if (bulk?.status !== 'done' || !isUndoable(bulk.change)) throw new AppError('bulk_not_undoable');
  updateBulk(ctx.tx, id, 'undoing', false);
  await leaveOthers(ctx, id, { from: 'changed', to: 'kept' });
  await goOn(ctx, bulk, (await found(ctx, id)).changed);
  return found(ctx, id);
};

/** The kinds of things of which somebody may change many. */
const kindsOf = ({ role }: Actor): BulkEntity[] =>
  BULK_ENTITIES.filter((entity) =>
    entity === 'booking' ? role !== 'specialist' : editableBy(role, entity).length > 0,
  );

type Left = { readonly from: 'waiting'; readonly to: 'skipped' } | { readonly from: 'changed'; readonly to: 'kept' };

/** Of clients that are not theirs specialists learn as little as of those that do not exist. */
const leaveOthers = async ({ tx, actor }: Ctx, bulk_id: string, { from, to }: Left): Promise<void> => {
  if (madeBy(actor) === null) return;
  const ids = await listNextItems(tx, { bulk_id, status: from, limit: MAX_BULK });
  const own = new Set(await listClientsWithin(tx, ids, clientScopeOf(actor)));
  const others = ids.filter((id) => !own.has(id));
  updateItems(
    tx,
    bulk_id,
    others.map((subject_id) => ({ subject_id, status: to, reason: 'not_found', rule: null })),
  );
};

/** Changes of many (docs/rules.md#bulk-edit). */
export const bulkActions = {
  'editing.bulk_preview': async (ctx, asked) => {
    const wanted = readWanted(ctx.actor, asked);
    const { ids, standing } = await selectSome(ctx, wanted);
    const samples = await Promise.all(ids.slice(0, SAMPLES).map((id) => sampleOf(ctx, wanted, id)));
    return { total: ids.length, samples, version: versionOf({ fields: ['standing'] }, { standing }) };
  },

  'editing.bulk_start': start,

  'editing.bulk_list': async ({ tx, actor }, { page, limit }) => {
    const whose = { entities: kindsOf(actor), actor: madeBy(actor) };
    const { items, all } = await listBulks(tx, whose, { page, limit });
    return { items, page, limit, total: all };
  },

  'editing.bulk_get': (ctx, { id }) => found(ctx, id),

  'editing.bulk_items': async (ctx, { id, status, page, limit }) => {
    const { entity } = await found(ctx, id);
    const scope = clientScopeOf(ctx.actor);
    return paged({ page, limit }, (wanted) => listItems(ctx.tx, { id, entity, status, scope }, wanted));
  },

  'editing.bulk_undo': (ctx, { id }) => undo(ctx, id),
} satisfies Partial<HandlersOf<'editing'>>;
