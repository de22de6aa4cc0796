import { AppError } from '@okno/contract';
import type { HandlersOf } from '../../call.ts';
import { named } from '../../named.ts';
import { isCountry } from './rules.ts';
import { findTenantRules, type TenantRules, updateTenantRules } from './store.ts';

/** What an owner decides; the time zone is no rule but where the business is. */
const decided = ({ time_zone: _zone, ...rules }: TenantRules) => rules;

export const tenantActions: HandlersOf<'tenants'> = {
  'tenants.rules': async ({ tx }) => decided(await findTenantRules(tx)),

  'tenants.update_rules': async ({ tx }, wanted) => {
    const changes = named(wanted);
    const { country = null } = changes;
    if (country !== null && !isCountry(country))
      throw new AppError('invalid_input', { field: 'country', rule: 'must be a country such as RU' });
    // Whoever says nothing has left out what they meant.
    if (Object.keys(changes).length === 0)
      throw new AppError('invalid_input', { field: '', rule: 'must name a rule that is to change' });
    updateTenantRules(tx, changes);
    return decided(await findTenantRules(tx));
  },
};
