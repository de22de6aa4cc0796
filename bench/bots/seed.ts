import { randomUUID } from 'node:crypto';
import { type BotAccess, createSecrets } from '@okno/backend';
import { createTexts } from '@okno/contract';
import { type Account, toAccount } from '../../apps/server/src/telegram/accounts.ts';
import { fingerprintOf, wantedOf } from '../../apps/server/src/telegram/setup.ts';
import type { BenchDatabase } from '../lib/database.ts';

const FIRST_ID = 7_200_000_000;

const TENANTS = `
  insert into tenants (tenant_id, slug, name, time_zone, language, currency)
  select (row->>'tenant_id')::uuid, row->>'slug', row->>'name', 'Europe/Moscow', 'ru', 'RUB'
  from jsonb_array_elements($1::jsonb) as row`;
const BOTS = `
  insert into bots (tenant_id, bot_id, kind, username, name, token_encrypted, configured_as)
  select (row->>'tenant_id')::uuid, (row->>'bot_id')::bigint, 'client', row->>'username', row->>'name',
    row->>'token_encrypted', row->>'configured_as'
  from jsonb_array_elements($1::jsonb) as row`;

/** So many businesses with a bot each, of which Telegram has been told before. */
export const seed = async (
  database: BenchDatabase,
  { bots, key, public_url }: { bots: number; key: Buffer; public_url: string },
): Promise<Account[]> => {
  const secrets = createSecrets([key]);
  const wanted = wantedOf(createTexts(), public_url);
  const made = Array.from({ length: bots }, (_, index) => {
    const bot_id = FIRST_ID + index;
    const bot: BotAccess & { token: string } = {
      ...{ tenant_id: randomUUID(), bot_id, kind: 'client', configured_as: null },
      ...{ username: `bench_${index}_bot`, name: `Salon ${index}`, token: `${bot_id}:AAF-${randomUUID()}` },
    };
    return { bot, account: toAccount(bot, secrets.derive) };
  });
  const rows = made.map(({ bot: { tenant_id, bot_id, username, name, token }, account }) => ({
    ...{ tenant_id, bot_id, username, name, slug: username.replaceAll('_', '-') },
    token_encrypted: secrets.seal(tenant_id, token),
    configured_as: fingerprintOf(account, wanted),
  }));
  for (const sql of [TENANTS, BOTS]) await database.asOwner(sql, [JSON.stringify(rows)]);
  await database.asOwner('insert into offer_versions (tenant_id) select tenant_id from tenants on conflict do nothing');
  return made.map(({ account }) => account);
};
