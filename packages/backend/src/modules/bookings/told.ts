import { AppError, type Notification } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Ctx } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { pull, report, setDelivery } from './fetch.ts';
import { scopeOf } from './rules.ts';
import { findNotification, listNotifications, repeatNotification } from './store-told.ts';

const find = async ({ tx, actor }: Ctx, id: string): Promise<Notification> => {
  const notification = await findNotification(tx, id, scopeOf(actor));
  if (notification === undefined) throw new AppError('not_found', { what: 'notification', field: 'id' });
  return notification;
};

export const notificationActions: HandlersOf<'notifications'> = {
  'notifications.list': ({ tx, actor }, { booking_id, client_id, status, ...page }) =>
    paged(page, (wanted) =>
      listNotifications(tx, { booking_id, client_id, status }, { scope: scopeOf(actor), ...wanted }),
    ),

  'notifications.repeat': async (ctx, { id }) => {
    const { status } = await find(ctx, id);
    if (!(await repeatNotification(ctx.tx, id))) throw new AppError('not_repeatable', { status });
    return find(ctx, id);
  },

  'notifications.pull': pull,

  'notifications.report': report,

  'notifications.set_delivery': setDelivery,
};
