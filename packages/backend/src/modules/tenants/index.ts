export { type BusinessChanges, changeBusiness } from './change.ts';
export {
  findBotName,
  findBusiness,
  findTenant,
  findTenantCurrency,
  findTenantLanguage,
  findTenantRules,
  foreseeTenantRules,
  insertTenant,
  type NewTenant,
  saveBot,
  type TenantRules,
  type Translations,
  updateBotConfiguredAs,
  updateBotRevoked,
} from './store.ts';
