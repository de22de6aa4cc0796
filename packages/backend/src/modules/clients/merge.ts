import { randomUUID } from 'node:crypto';
import { AppError, createTexts } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import {
  asProgram,
  cancelBooking,
  listSharedSeats,
  lockClient,
  moveBookings,
  planMissingReminders,
} from '../bookings/index.ts';
import { moveFeeds } from '../calendars/index.ts';
import { moveChangesOf } from '../changes/index.ts';
import { deleteClient, findKnownClient, type KnownClient, type PhoneNumber, updateClient } from '../people/index.ts';
import { moveReviews } from '../reviews/index.ts';
import { lockSeriesOf, moveSeriesOf } from '../series/index.ts';
import { moveEntries } from '../waitlist/index.ts';
import { joinContacts, refuseMerge } from './rules.ts';
import { findSurvivor, insertMerge, insertNote, moveMerges, moveNotes, moveTags } from './store.ts';

const texts = createTexts();

type Pair = {
  readonly survivor_id: string;
  readonly other_id: string;
  /** The number the survivor has from now on, whatever either of them had; what is lost by that is noted. */
  readonly number?: PhoneNumber;
};

/**
 * Makes two clients one (docs/rules.md#merging): everything of the other goes to the survivor, whose id remains.
 * Merging the same two again changes nothing. Who books for either of them meanwhile waits, and is then told that the
 * client has changed.
 * @throws AppError `not_found`, `not_mergeable` with the rule.
 */
export const mergeClients = async (ctx: Ctx, { survivor_id, other_id, number }: Pair): Promise<void> => {
  const { tx } = ctx;
  if (survivor_id === other_id) throw new AppError('invalid_input', { field: 'other_id', rule: 'is the same client' });
  lockSeriesOf(tx, [survivor_id, other_id]);
  // Both locks in the order of the ids, so that two merges never wait for each other.
  for (const id of [survivor_id, other_id].toSorted()) lockClient(tx, id);
  const [survivor, other, merged_into, shared] = await Promise.all([
    findKnownClient(tx, survivor_id),
    findKnownClient(tx, other_id),
    findSurvivor(tx, other_id),
    listSharedSeats(tx, { client_id: survivor_id, other_id }),
  ]);
  if (survivor === undefined) throw new AppError('not_found', { what: 'client', field: 'id' });
  if (merged_into === survivor_id) return;
  if (other === undefined) throw new AppError('not_found', { what: 'client', field: 'other_id' });
  const refused = refuseMerge(survivor, other, shared);
  if (refused !== null) throw new AppError('not_mergeable', { rule: refused });
  // One person needs one seat; the one they booked under the other name is free again.
  for (const { other_booking_id } of shared)
    await cancelBooking(asProgram(ctx), { id: other_booking_id, reason: 'merged', quiet: true });
  await join(ctx, { survivor, other, number });
};

type Joining = {
  readonly survivor: KnownClient;
  readonly other: KnownClient;
  readonly number: PhoneNumber | undefined;
};

const join = async (ctx: Ctx, { survivor, other, number }: Joining): Promise<void> => {
  const { tx, actor } = ctx;
  const way = { from: other.id, to: survivor.id };
  moveBookings(tx, { ...way, actor: actor.id, change: 'client_merged' });
  moveSeriesOf(tx, way);
  moveReviews(tx, way);
  moveFeeds(tx, way);
  moveEntries(tx, way);
  moveTags(tx, way);
  moveNotes(tx, way);
  moveChangesOf(tx, way);
  moveMerges(tx, way);
  // The other goes first: a telephone and a Telegram id are those of one client at any time.
  deleteClient(tx, other.id);
  insertMerge(tx, { merged_id: other.id, survivor_id: survivor.id, actor: actor.id });
  const { taken, lost } = joinContacts(survivor, other, number);
  // Whoever did not want news under one name does not want them under the other.
  updateClient(tx, survivor.id, { ...taken, news: survivor.news && other.news });
  if (lost.length > 0) note(ctx, survivor.id, texts(actor.language, 'client.merged', { details: lost.join(', ') }));
  await planMissingReminders(tx, survivor.id);
};

const note = ({ tx, actor }: Ctx, client_id: string, text: string): void =>
  insertNote(tx, { id: randomUUID(), client_id, author: actor.id, author_name: actor.name, text });

/**
 * The number that somebody has from now on; the one before is noted. Everybody who was known by the new one becomes one
 * with them.
 * @param others clients who are known by the number
 * @throws AppError `client_changed` when they were merged or forgotten meanwhile; what `mergeClients` throws.
 */
export const takePhone = async (
  ctx: Ctx,
  { client_id, number, others }: { client_id: string; number: PhoneNumber; others: readonly KnownClient[] },
): Promise<KnownClient> => {
  const { tx, actor } = ctx;
  for (const other of others) await mergeClients(ctx, { survivor_id: client_id, other_id: other.id, number });
  lockClient(tx, client_id);
  const me = await findKnownClient(tx, client_id);
  if (me === undefined) throw new AppError('client_changed');
  const { phone, spellings } = number;
  if (me.phone !== null && !spellings.includes(me.phone))
    note(ctx, client_id, texts(actor.language, 'client.phone_before', { phone: me.phone }));
  updateClient(tx, client_id, { phone });
  return { ...me, phone };
};
