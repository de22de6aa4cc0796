import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import { named } from '../../named.ts';
import { paged } from '../../paged.ts';
import { handOf } from '../changes/index.ts';
import { changeBusiness } from './change.ts';
import { findTenantRules, type TenantRules } from './store.ts';
import { listBotCards } from './store-bots.ts';

/** What an owner decides; the time zone is no rule but where the business is. */
const decided = ({ time_zone: _zone, ...rules }: TenantRules) => rules;

export const tenantActions: HandlersOf<'tenants'> = {
  'tenants.bots': ({ tx }, page) => paged(page, (wanted) => listBotCards(tx, wanted)),

  'tenants.rules': async ({ tx }) => decided(await findTenantRules(tx)),

  'tenants.update_rules': async (ctx, wanted) => {
    const changes = named(wanted);
    // Whoever says nothing has left out what they meant.
    if (Object.keys(changes).length === 0)
      throw new AppError('invalid_input', { field: '', rule: 'must name a rule that is to change' });
    await changeBusiness(handOf(ctx), ctx.actor.tenant_id, changes);
    return decided(await findTenantRules(ctx.tx));
  },
};
