import { AppError } from '@okno/contract';
import { deliveryOf, type FarBroadcasts } from '../bookings/index.ts';
import { type Fetched, lockFetchable, lockFetched, type RecipientStatus, updateLeased } from './store-recipients.ts';
import { beginTelling, endTelling } from './telling.ts';

type Pulled = Awaited<ReturnType<FarBroadcasts['pull']>>[number];
type Reported = NonNullable<Awaited<ReturnType<FarBroadcasts['report']>>>;

/** How a bot on another server takes what it has to say to many, and tells what became of it (docs/rules.md#far-bots). */
export const farBroadcasts: FarBroadcasts = {
  pull: async ({ tx }, { bot_id, limit, lease_ms }) => {
    const fetchable = await lockFetchable(tx, { bot_id, limit });
    const begun = await Promise.all(fetchable.map((one) => beginTelling(tx, one, lease_ms)));
    return begun.flatMap((telling): Pulled[] => {
      if (telling === undefined) return [];
      const { id, attempts, lease, leased_until } = telling.started;
      if (lease === null || leased_until === null) throw new Error('what was fetched has no lease');
      return [{ id, attempt: attempts, message: telling.message, lease, leased_until }];
    });
  },

  report: async ({ tx }, told) => {
    const fetched = await lockFetched(tx, told.id);
    if (fetched === undefined) return undefined;
    const called_off = isStopped(fetched);
    if (fetched.status === 'sending' && fetched.lease === told.lease) {
      if (told.status === 'begun') updateLeased(tx, told.id, told.lease_ms);
      else endTelling(tx, fetched, deliveryOf(told));
    } else if (told.status === 'sent') endTelling(tx, fetched, { status: 'sent', message_id: null });
    else if (told.status !== fetched.status) throw new AppError(called_off ? 'called_off' : 'lease_lost', {});
    const now = (await lockFetched(tx, told.id)) ?? fetched;
    return { id: told.id, status: TOLD_AS[now.status], called_off, error: now.error };
  },
};

/** Paused or cancelled: then what was fetched of it is taken back. */
const isStopped = ({ is_test, broadcast_status }: Fetched): boolean =>
  !is_test && (broadcast_status === 'paused' || broadcast_status === 'cancelled');

/** In the words in which notices are told. */
const TOLD_AS: Readonly<Record<RecipientStatus, Reported['status']>> = {
  waiting: 'pending',
  sending: 'sending',
  sent: 'sent',
  failed: 'failed',
  unreachable: 'failed',
  opted_out: 'cancelled',
  uncertain: 'uncertain',
};
