export {
  findTenant,
  findTenantCurrency,
  findTenantRules,
  insertTenant,
  type NewTenant,
  saveBot,
  type TenantRules,
  type Translations,
  updateBotConfiguredAs,
  updateBotRevoked,
} from './store.ts';
