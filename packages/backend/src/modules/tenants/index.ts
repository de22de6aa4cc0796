export { type BusinessChanges, changeBusiness } from './change.ts';
export {
  findBotName,
  findBusiness,
  findClientBot,
  findTenant,
  findTenantCurrency,
  findTenantLanguage,
  findTenantRules,
  foreseeTenantRules,
  insertTenant,
  listBotTokens,
  type NewTenant,
  saveBot,
  type TenantRules,
  type Translations,
  updateBotConfiguredAs,
  updateBotRevoked,
} from './store.ts';
