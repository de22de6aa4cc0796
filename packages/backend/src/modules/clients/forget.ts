import { randomUUID } from 'node:crypto';
import { AppError, createTexts } from '@okno/contract';
import type { Ctx } from '../../ctx.ts';
import type { Tx } from '../../db/tx.ts';
import { deleteAnswers } from '../../idempotency.ts';
import { cancelBooking, deleteBookingMessages, listOpenBookings, lockClient, moveBookings } from '../bookings/index.ts';
import { deleteFeedsOf } from '../calendars/index.ts';
import { deleteChangesOf } from '../changes/index.ts';
import { deleteNotificationsTo } from '../notifications/index.ts';
import {
  deleteChats,
  deleteClient,
  findKnownClient,
  insertForgottenClient,
  isStaff,
  type KnownClient,
} from '../people/index.ts';
import { moveReviews, updateReviewsToSilent } from '../reviews/index.ts';
import { endSeriesOf, lockSeriesOf, moveSeriesOf } from '../series/index.ts';
import { deleteEntries } from '../waitlist/index.ts';
import { mayDecideAbout } from './rules.ts';
import { deleteNotes, deleteTags, listMerged, moveMerges } from './store.ts';

const texts = createTexts();

/**
 * Forgets a client (docs/rules.md#forgetting). What they booked goes to a client of whom nothing is known; their own
 * row goes, so that what is written for them at the same moment is refused instead of naming them again.
 * @throws AppError `not_found`; `too_late_to_change` when a visit is so near that they may not cancel it themselves.
 */
export const forgetClient = async (ctx: Ctx, id: string): Promise<{ id: string }> => {
  const { tx, actor } = ctx;
  const missing = new AppError('not_found', { what: 'client', field: 'id' });
  if (!mayDecideAbout(actor, id)) throw missing;
  lockSeriesOf(tx, [id]);
  lockClient(tx, id);
  const [client, ahead, merged] = await Promise.all([
    findKnownClient(tx, id),
    listOpenBookings(tx, id),
    listMerged(tx, id),
  ]);
  if (client === undefined) throw missing;
  for (const booking of ahead) await cancelBooking(ctx, { id: booking.id, reason: null });
  loseClient(ctx, client);
  const { telegram_id } = client;
  deleteAnswers(tx, { caller: telegram_id === null ? null : `telegram:${telegram_id}`, about: [id, ...merged] });
  if (telegram_id !== null && !(await isStaff(tx, telegram_id))) loseChats(tx, telegram_id);
  return { id };
};

const loseClient = ({ tx, actor }: Ctx, client: KnownClient): void => {
  const nobody = { id: randomUUID(), name: texts(actor.language, 'client.forgotten'), created_at: client.created_at };
  insertForgottenClient(tx, nobody);
  const way = { from: client.id, to: nobody.id };
  moveBookings(tx, { ...way, actor: actor.id, change: 'client_forgotten' });
  endSeriesOf(tx, client.id);
  moveSeriesOf(tx, way);
  updateReviewsToSilent(tx, client.id);
  moveReviews(tx, way);
  deleteEntries(tx, client.id);
  moveMerges(tx, way);
  deleteFeedsOf(tx, client.id);
  deleteChangesOf(tx, client.id);
  deleteNotes(tx, client.id);
  deleteTags(tx, client.id);
  deleteClient(tx, client.id);
};

/** Who works here keeps their chats: they are spoken to as staff. */
const loseChats = (tx: Tx, telegram_id: number): void => {
  deleteNotificationsTo(tx, telegram_id);
  deleteBookingMessages(tx, telegram_id);
  deleteChats(tx, telegram_id);
};
