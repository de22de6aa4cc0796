import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import { paged } from '../../paged.ts';
import { owningActions } from './owning.ts';
import { findService, listServices } from './store.ts';

export const serviceActions: HandlersOf<'services'> = {
  'services.list': ({ tx, actor }, { language = actor.language, ...page }) =>
    paged(page, (wanted) => listServices(tx, { language, ...wanted })),

  'services.get': async ({ tx, actor }, { id }) => {
    const service = await findService(tx, id, actor.language);
    if (service === undefined) throw new AppError('not_found', { what: 'service', field: 'id' });
    return service;
  },

  ...owningActions,
};
