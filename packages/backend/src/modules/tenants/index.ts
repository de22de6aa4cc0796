export {
  findTenant,
  findTenantCurrency,
  findTenantRules,
  insertTenant,
  type NewTenant,
  saveBot,
  type Translations,
  updateBotConfiguredAs,
  updateBotRevoked,
} from './store.ts';
