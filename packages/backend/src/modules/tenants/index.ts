export {
  findTenant,
  findTenantRules,
  foreseeTenantRules,
  insertTenant,
  type NewTenant,
  saveBot,
  type Translations,
  updateBotConfiguredAs,
  updateBotRevoked,
} from './store.ts';
