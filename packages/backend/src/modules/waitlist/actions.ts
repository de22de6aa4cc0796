import type { WaitlistEntry } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { agreed, scopeOf } from '../bookings/index.ts';
import { declineOffer, leaveWaitlist, missing, takeOffer } from './answer.ts';
import { joinWaitlist } from './join.ts';
import { findEntry, listEntries } from './store.ts';

const entryOf = async ({ tx, actor }: Ctx, id: string): Promise<WaitlistEntry> => {
  const entry = await findEntry(tx, id, { scope: scopeOf(actor), language: actor.language });
  if (entry === undefined) throw missing();
  return entry;
};

const statusesOf = (wanted: string): readonly string[] | null => {
  if (wanted === 'all') return null;
  return wanted === 'open' ? ['waiting', 'offered'] : [wanted];
};

export const waitlistActions: HandlersOf<'waitlist'> = {
  'waitlist.join': joinWaitlist,

  'waitlist.list': ({ tx, actor }, { status, whose, client_id, service_id = null, ...page }) => {
    const who = whose === 'mine' ? agreed('client', client_id, actor.client_id) : client_id;
    const filter = { statuses: statusesOf(status), client_id: who ?? null, service_id };
    const view = { scope: scopeOf(actor), language: actor.language };
    return paged(page, (part) => listEntries(tx, filter, { ...view, ...part }));
  },

  'waitlist.leave': async (ctx, { id }) => entryOf(ctx, await leaveWaitlist(ctx, id)),

  'waitlist.take': takeOffer,

  'waitlist.decline': async (ctx, { id }) => entryOf(ctx, await declineOffer(ctx, id)),
};
