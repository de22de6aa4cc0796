import { randomUUID } from 'node:crypto';
import { AppError, type StaffRole } from '@okno/contract';
import type pg from 'pg';
import type { InTenant, Tx } from './db/tx.ts';
import { DEMO_OWNER, DEMO_SPECIALISTS } from './demo-content.ts';
import { insertAuditEntry } from './modules/audit/index.ts';
import { insertBotRevoked } from './modules/notifications/index.ts';
import {
  countStaff,
  deleteStaff,
  insertStaffOfSpecialist,
  listRoles,
  lockStaff,
  saveStaff,
} from './modules/people/index.ts';
import {
  type BotReport,
  claimBotCheck,
  insertTenant,
  lockBotToken,
  type NewTenant,
  saveBot,
  saveBotHealth,
  updateBotConfiguredAs,
  updateBotRevoked,
} from './modules/tenants/index.ts';
import type { Secrets } from './secrets.ts';

/** A bot as the gateway and the worker need it. */
export type BotAccess = {
  readonly tenant_id: string;
  readonly bot_id: number;
  readonly kind: string;
  readonly username: string;
  readonly name: string;
  /** In clear; null when it was sealed with a key that is not among ours. */
  readonly token: string | null;
  /** What Telegram has last been told of it. */
  readonly configured_as: string | null;
};

/** A bot that runs on another server, with the name of its business. */
export type FarBotAccess = BotAccess & { readonly tenant: string };

/** What Telegram says of a bot, and the token that opens it. */
export type BotIdentity = {
  readonly bot_id: number;
  readonly username: string;
  readonly name: string;
  readonly token: string;
};

/** What the people who run the program may do from the command line and at its start; never reached from outside. */
export type Operator = {
  /** The tenant with this slug, if there is one. */
  findTenantId(slug: string): Promise<string | undefined>;
  /** The tenant's id. */
  createTenant(tenant: NewTenant): Promise<string>;
  /** The tenant that has this bot, served or not; no key is needed to know. */
  findTenantOfBot(bot_id: number): Promise<string | undefined>;
  saveBot(tenant_id: string, bot: BotIdentity): Promise<void>;
  noteConfigured(tenant_id: string, bot_id: number, configured_as: string): Promise<void>;
  /** Whatever its token is. */
  revokeBot(tenant_id: string, bot_id: number): Promise<void>;
  /** Telegram no longer knows its token, if that is still the one in question: a bot that has been given another goes on. */
  revokeToken(tenant_id: string, bot_id: number, isInQuestion: (token: string) => boolean): Promise<void>;
  /** Whether it is for this process to look at a bot: nobody has, for so many milliseconds. */
  claimBotCheck(tenant_id: string, bot_id: number, every_ms: number): Promise<boolean>;
  noteBotHealth(tenant_id: string, report: BotReport): Promise<void>;
  /** The bots that are served here. */
  listBots(): Promise<BotAccess[]>;
  /** One of them; missing when there is none, or it runs on another server. */
  findBot(bot_id: number): Promise<BotAccess | undefined>;
  /** Those that another server speaks for. */
  listFarBots(): Promise<FarBotAccess[]>;
  /** Throws `forbidden` when the tenant has an administrator already. */
  initAdmin(tenant_id: string, telegram_id: number): Promise<void>;
  /** As what those who work there do, by their Telegram ids. */
  listRoles(tenant_id: string): Promise<ReadonlyMap<number, StaffRole>>;
  /** The people of the demo leave; their studio stays, with its services and hours. */
  dismissStaff(tenant_id: string, telegram_ids: readonly number[]): Promise<void>;
  /** The people of the demo work here again, should they have left. */
  ensureDemoStaff(tenant_id: string): Promise<void>;
  /** Administrators named in the settings. */
  ensureAdmins(tenant_id: string, telegram_ids: readonly number[]): Promise<void>;
};

type Deps = {
  readonly inTenant: InTenant;
  /** Acts as the app role. */
  readonly pool: pg.Pool;
  /** Acts as the worker role. */
  readonly workerPool: pg.Pool;
  readonly secrets: Secrets;
};

/** The token in clear, or null: without the key it was sealed with nobody can read it. */
const openToken = (secrets: Secrets, tenant_id: string, sealed: string): string | null => {
  try {
    return secrets.open(tenant_id, sealed);
  } catch {
    return null;
  }
};

type Sealed<T> = Omit<T, 'token'> & { readonly token_encrypted: string };

const open = <T extends BotAccess>(secrets: Secrets, { token_encrypted, ...bot }: Sealed<T>): T =>
  ({ ...bot, token: openToken(secrets, bot.tenant_id, token_encrypted) }) as unknown as T;

const admin = (telegram_id: number) =>
  ({ telegram_id, name: 'Admin', role: 'super_admin', specialist_id: null }) as const;

/** What is done from the command line stands in the log like what is asked for. */
const FROM_CONSOLE = {
  ...{ via: 'console', role: 'owner', actor: 'operator', bot_id: null, key_id: null },
  ...{ subject_id: null, outcome: 'done' },
} as const;

const revoke = async (tx: Tx, bot_id: number): Promise<void> => {
  if (await updateBotRevoked(tx, bot_id)) insertBotRevoked(tx, bot_id);
};

const rolesIn = async (inTenant: InTenant, tenant_id: string): Promise<ReadonlyMap<number, StaffRole>> => {
  const places = await inTenant(tenant_id, (tx) => listRoles(tx));
  return new Map(places.map(({ telegram_id, role }) => [telegram_id, role]));
};

export const createOperator = ({ inTenant, pool, workerPool, secrets }: Deps): Operator => ({
  findTenantId: async (slug) => {
    const { rows } = await pool.query<{ tenant_id: string | null }>('select find_tenant($1) as tenant_id', [slug]);
    return rows[0]?.tenant_id ?? undefined;
  },
  findTenantOfBot: async (bot_id) => {
    const { rows } = await pool.query<{ tenant_id: string | null }>('select find_tenant_of_bot($1) as tenant_id', [
      bot_id,
    ]);
    return rows[0]?.tenant_id ?? undefined;
  },
  createTenant: async (tenant) => {
    const tenant_id = randomUUID();
    await inTenant(tenant_id, async (tx) => insertTenant(tx, tenant));
    return tenant_id;
  },
  saveBot: (tenant_id, { token, ...bot }) =>
    inTenant(tenant_id, async (tx) =>
      saveBot(tx, { ...bot, kind: 'client', token_encrypted: secrets.seal(tenant_id, token) }),
    ),
  noteConfigured: (tenant_id, bot_id, configured_as) =>
    inTenant(tenant_id, async (tx) => updateBotConfiguredAs(tx, bot_id, configured_as)),
  revokeBot: (tenant_id, bot_id) => inTenant(tenant_id, (tx) => revoke(tx, bot_id)),
  revokeToken: (tenant_id, bot_id, isInQuestion) =>
    inTenant(tenant_id, async (tx) => {
      const sealed = await lockBotToken(tx, bot_id);
      const token = sealed === undefined ? null : openToken(secrets, tenant_id, sealed);
      if (token !== null && isInQuestion(token)) await revoke(tx, bot_id);
    }),
  claimBotCheck: (tenant_id, bot_id, every_ms) => inTenant(tenant_id, (tx) => claimBotCheck(tx, bot_id, every_ms)),
  noteBotHealth: (tenant_id, report) => inTenant(tenant_id, async (tx) => saveBotHealth(tx, report)),
  listBots: async () => {
    const { rows } = await workerPool.query('select * from list_bots()');
    return rows.map((row) => open(secrets, row));
  },
  findBot: async (bot_id) => {
    const { rows } = await workerPool.query('select * from list_bots() where bot_id = $1', [bot_id]);
    return rows.map((row) => open(secrets, row))[0];
  },
  listFarBots: async () => {
    const { rows } = await workerPool.query('select * from list_far_bots()');
    return rows.map((row) => open(secrets, row));
  },
  initAdmin: (tenant_id, telegram_id) =>
    inTenant(tenant_id, async (tx) => {
      lockStaff(tx);
      if ((await countStaff(tx, 'super_admin')) > 0) throw new AppError('forbidden', { rule: 'there is one already' });
      saveStaff(tx, admin(telegram_id));
      insertAuditEntry(tx, { ...FROM_CONSOLE, request_id: randomUUID(), action: 'operator.init_admin' });
    }),
  listRoles: (tenant_id) => rolesIn(inTenant, tenant_id),
  dismissStaff: (tenant_id, telegram_ids) => inTenant(tenant_id, async (tx) => deleteStaff(tx, telegram_ids)),
  ensureDemoStaff: (tenant_id) =>
    inTenant(tenant_id, async (tx) => {
      for (const specialist of DEMO_SPECIALISTS) insertStaffOfSpecialist(tx, specialist);
      saveStaff(tx, { ...DEMO_OWNER, role: 'super_admin', specialist_id: null });
    }),
  ensureAdmins: (tenant_id, telegram_ids) =>
    inTenant(tenant_id, async (tx) => {
      for (const telegram_id of telegram_ids) saveStaff(tx, admin(telegram_id));
    }),
});
