import { randomUUID } from 'node:crypto';
import {
  type Actions,
  AppError,
  BULK_ENTITIES,
  type BulkEntity,
  editableBy,
  MAX_BULK,
  type Output,
  type Parsed,
} from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Actor, Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { paged } from '../../paged.ts';
import { handOf } from '../changes/index.ts';
import { listClientIds, mayBeNumber } from '../clients/index.ts';
import { findCountry, soughtDigits } from '../people/index.ts';
import { runPortion } from './bulk-run.ts';
import { findEditable } from './entities.ts';
import { refuseEntity } from './rules.ts';
import { changesOf, readBulkChange } from './rules-bulk.ts';
import { findBulk, insertBulk, listBulks, listItems, listOfferedIds, lockBulk, planBulk, updateBulk } from './store.ts';

type Wanted = Parsed<Actions['editing.bulk_start']>;
type Told = Output<Actions['editing.bulk_get']>;
type Sample = Output<Actions['editing.bulk_preview']>['samples'][number];

/** From so many on it is done in the background: fewer take some tenths of a second. */
const BACKGROUND = 1000;
const SAMPLES = 10;

const refuse = (field: string, rule: string): never => {
  throw new AppError('invalid_input', { field, rule });
};

/** Which things are meant, in the order of their ids; ids of nobody are found out one by one. */
const select = async (tx: Tx, { entity, selection }: Wanted): Promise<string[]> => {
  const { ids, search, tag, active } = selection;
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
  return listClientIds(tx, { search, digits, tag }, { limit });
};

/** @throws AppError `invalid_input` for none, and for too many */
const selectSome = async (tx: Tx, wanted: Wanted): Promise<string[]> => {
  const ids = await select(tx, wanted);
  if (ids.length === 0) refuse('selection', 'names nothing to change');
  if (ids.length > MAX_BULK) refuse('selection', `must have at most ${MAX_BULK} items`);
  return ids;
};

const readWanted = (actor: Actor, wanted: Wanted): Wanted => {
  refuseEntity(actor.role, wanted.entity);
  return { ...wanted, change: readBulkChange(actor.role, wanted.entity, wanted.change) };
};

/** What would become of one; what only the database knows, such as a telephone number of somebody else, is not tried. */
const sampleOf = async ({ tx, actor }: Ctx, { entity, change }: Wanted, id: string): Promise<Sample> => {
  let name = '';
  try {
    const known = await findEditable(tx, { entity, id }, actor.tenant_id);
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

/** @throws AppError `not_found`, also for one that is not theirs to see */
const found = async ({ tx, actor }: Ctx, id: string): Promise<Told> => {
  const bulk = await findBulk(tx, id);
  if (bulk === undefined || editableBy(actor.role, bulk.entity).length === 0)
    throw new AppError('not_found', { what: 'bulk_edit', field: 'id' });
  return bulk;
};

const start = async (ctx: Ctx, asked: Wanted): Promise<Told> => {
  const { tx, actor } = ctx;
  const wanted = readWanted(actor, asked);
  const ids = await selectSome(tx, wanted);
  const id = randomUUID();
  const { by } = handOf(ctx);
  insertBulk(tx, { id, entity: wanted.entity, change: wanted.change, actor: by.actor, actor_name: by.actor_name }, ids);
  await goOn(ctx, id, ids.length);
  return found(ctx, id);
};

/** A few at once, in this very transaction; many in the background. */
const goOn = async ({ tx, actor }: Ctx, id: string, many: number): Promise<void> => {
  if (many >= BACKGROUND) planBulk(tx, id);
  else await runPortion(tx, { tenant_id: actor.tenant_id, id, limit: BACKGROUND });
};

const undo = async (ctx: Ctx, id: string): Promise<Told> => {
  await found(ctx, id);
  const bulk = await lockBulk(ctx.tx, id);
  if (bulk?.status !== 'done') throw new AppError('bulk_not_undoable');
  updateBulk(ctx.tx, id, 'undoing', false);
  await goOn(ctx, id, (await found(ctx, id)).changed);
  return found(ctx, id);
};

/** The kinds of things of which somebody may change many. */
const kindsOf = ({ role }: Actor): BulkEntity[] =>
  BULK_ENTITIES.filter((entity) => editableBy(role, entity).length > 0);

/** Changes of many (docs/rules.md#bulk-edit). */
export const bulkActions = {
  'editing.bulk_preview': async (ctx, asked) => {
    const wanted = readWanted(ctx.actor, asked);
    const ids = await selectSome(ctx.tx, wanted);
    const samples = await Promise.all(ids.slice(0, SAMPLES).map((id) => sampleOf(ctx, wanted, id)));
    return { total: ids.length, samples };
  },

  'editing.bulk_start': start,

  'editing.bulk_list': async ({ tx, actor }, { page, limit }) => {
    const { items, all } = await listBulks(tx, kindsOf(actor), { page, limit });
    return { items, page, limit, total: all };
  },

  'editing.bulk_get': (ctx, { id }) => found(ctx, id),

  'editing.bulk_items': async (ctx, { id, status, page, limit }) => {
    const { entity } = await found(ctx, id);
    return paged({ page, limit }, (wanted) => listItems(ctx.tx, { id, entity, status }, wanted));
  },

  'editing.bulk_undo': (ctx, { id }) => undo(ctx, id),
} satisfies Partial<HandlersOf<'editing'>>;
