import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import type { Actor } from '../../ctx.ts';
import { paged } from '../../paged.ts';
import { owningActions } from './owning.ts';
import { findService, listServices } from './store.ts';

/** Whoever may only book is not shown what nobody gives (docs/rules.md#archiving). */
const isOutside = ({ role }: Actor): boolean => role === 'guest' || role === 'client' || role === 'assistant';

export const serviceActions: HandlersOf<'services'> = {
  'services.list': ({ tx, actor }, { language = actor.language, ...page }) =>
    paged(page, (wanted) => listServices(tx, { language, given: isOutside(actor), ...wanted })),

  'services.get': async ({ tx, actor }, { id }) => {
    const service = await findService(tx, id, actor.language);
    if (service === undefined) throw new AppError('not_found', { what: 'service', field: 'id' });
    return service;
  },

  ...owningActions,
};
