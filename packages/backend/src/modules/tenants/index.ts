export { type BusinessChanges, changeBusiness } from './change.ts';
export {
  announceBot,
  findBotName,
  findBusiness,
  findClientBot,
  findTenant,
  findTenantCurrency,
  findTenantLanguage,
  findTenantRules,
  foreseeTenantRules,
  insertTenant,
  insertTenantOnce,
  listBotTokens,
  lockBotToken,
  type NewTenant,
  saveBot,
  type TenantRules,
  type Translations,
  updateBotConfiguredAs,
  updateBotRevoked,
} from './store.ts';
export { type BotReport, claimBotCheck, saveBotHealth } from './store-bots.ts';
