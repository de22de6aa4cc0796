import { AppError, type ItemStatus, isSameJson } from '@okno/contract';
import type { Tx } from '../../db/tx.ts';
import { lockVersions } from '../../db/version-lock.ts';
import { type By, listBulkChanges } from '../changes/index.ts';
import { changeEditable, findEditable, type Place } from './entities.ts';
import type { Values } from './rules.ts';
import { changesOf } from './rules-bulk.ts';
import { type Bulk, listNextItems, lockBulk, type Settled, updateBulk, updateItems } from './store.ts';

type Of = { readonly tenant_id: string; readonly bulk: Bulk };
type Outcome = { readonly status: ItemStatus; readonly refusal?: AppError };

const byOf = ({ bulk: { id, actor, by } }: Of): By => ({ actor, actor_name: by, bulk_id: id });

/** Rules look before anything is written, so whatever is refused has left nothing behind. */
const refusable = async (status: 'skipped' | 'kept', work: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { status, refusal: error };
  }
};

const apply = (tx: Tx, of: Of, place: Place): Promise<Outcome> =>
  refusable('skipped', async () => {
    const changes = changesOf(await findEditable(tx, place, of.tenant_id), of.bulk.change);
    if (Object.keys(changes).length === 0) return { status: 'unchanged' };
    await changeEditable({ tx, by: byOf(of) }, place, changes, of.tenant_id);
    return { status: 'changed' };
  });

/** What somebody has changed since stays: they would be overwritten (docs/rules.md#bulk-edit). */
const takeBack = (tx: Tx, of: Of, place: Place): Promise<Outcome> =>
  refusable('kept', async () => {
    const done = await listBulkChanges(tx, { bulk_id: of.bulk.id, subject_id: place.id });
    const known: Values = await findEditable(tx, place, of.tenant_id);
    if (done.some(({ field, after }) => !isSameJson(known[field], after))) throw new AppError('changed_meanwhile');
    const before = Object.fromEntries(done.map((one) => [one.field, one.before]));
    const undo_of = Object.fromEntries(done.map((one) => [one.field, one.id]));
    await changeEditable({ tx, by: { ...byOf(of), undo_of } }, place, before, of.tenant_id);
    return { status: 'undone' };
  });

const settled = (subject_id: string, { status, refusal }: Outcome): Settled => {
  const rule = refusal?.params['rule'];
  return { subject_id, status, reason: refusal?.code ?? null, rule: typeof rule === 'string' ? rule : null };
};

/** What is being done, from which state on, and what it is when all is done. */
const WAYS = {
  running: { from: 'waiting', work: apply, end: 'done' },
  undoing: { from: 'changed', work: takeBack, end: 'undone' },
} as const;

/**
 * Does the next of a change of many, in the transaction of `tx`; whether there is more to do. Each is done once, whoever
 * comes again: its state is written together with its change.
 */
export const runPortion = async (
  tx: Tx,
  { tenant_id, id, limit }: { tenant_id: string; id: string; limit: number },
): Promise<boolean> => {
  const bulk = await lockBulk(tx, id);
  if (bulk === undefined || bulk.entity === 'booking' || bulk.status === 'done' || bulk.status === 'undone')
    return false;
  const { entity } = bulk;
  const { from, work, end } = WAYS[bulk.status];
  const ids = await listNextItems(tx, { bulk_id: id, status: from, limit });
  lockVersions(tx, ids);
  const outcomes = await Promise.all(ids.map((one) => work(tx, { tenant_id, bulk }, { entity, id: one })));
  updateItems(
    tx,
    id,
    ids.map((one, index) => settled(one, outcomes[index] ?? { status: 'skipped' })),
  );
  if (ids.length === limit) return true;
  updateBulk(tx, id, end, true);
  return false;
};
