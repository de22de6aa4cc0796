export {
  findBotName,
  findTenant,
  findTenantCurrency,
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
