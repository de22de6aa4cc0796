import { AppError, type Notification } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { createFetching, type FarBroadcasts, setDelivery } from './fetch.ts';
import { scopeOf } from './rules.ts';
import { findNotification, listNotifications, repeatNotification } from './store-told.ts';

const find = async ({ tx, actor }: Ctx, id: string): Promise<Notification> => {
  const notification = await findNotification(tx, id, scopeOf(actor));
  if (notification === undefined) throw new AppError('not_found', { what: 'notification', field: 'id' });
  return notification;
};

/** `broadcasts`: what bots on other servers fetch beside notices. */
export const createNotificationActions = (broadcasts: FarBroadcasts): HandlersOf<'notifications'> => ({
  'notifications.list': ({ tx, actor }, { booking_id, client_id, status, ...page }) =>
    paged(page, (wanted) =>
      listNotifications(tx, { booking_id, client_id, status }, { scope: scopeOf(actor), ...wanted }),
    ),

  'notifications.repeat': async (ctx, { id }) => {
    const { status } = await find(ctx, id);
    if (!(await repeatNotification(ctx.tx, id))) throw new AppError('not_repeatable', { status });
    return find(ctx, id);
  },

  ...createFetching(broadcasts),

  'notifications.set_delivery': setDelivery,
});
