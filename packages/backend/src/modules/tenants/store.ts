import type { Language } from '@okno/contract';
import { db, prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** The business as its people see it. */
export type TenantCard = {
  readonly slug: string;
  readonly name: string;
  readonly time_zone: string;
  readonly cancel_notice_minutes: number;
  readonly phone: string | null;
  readonly address: string | null;
};

/** What the business has decided about bookings. */
export type TenantRules = {
  readonly time_zone: string;
  /** Two capital letters; null: that of the time zone (docs/rules.md#telephone-numbers). */
  readonly country: string | null;
  readonly max_future_bookings: number;
  readonly cancel_notice_minutes: number;
  /** Whether clients book, and wait, only once their telephone number is known. */
  readonly phone_needed: boolean;
  readonly reminder_minutes: number[];
  /** How long after a visit its client is asked for a review; null or 0: never. */
  readonly review_request_minutes: number | null;
  /** How long a slot is kept for somebody who is still to confirm. */
  readonly hold_minutes: number;
  /** How long after its end a visit that nobody has marked counts as done. */
  readonly complete_after_minutes: number;
  /** How long a time that became free is kept for somebody who waits. */
  readonly waitlist_hold_minutes: number;
  /** How far ahead a series takes its time, and at which local hour it is carried on. */
  readonly series_horizon_days: number;
  readonly series_hour: number;
  /** Local hours between which no broadcast is sent; the same twice: at any hour. */
  readonly quiet_from_hour: number;
  readonly quiet_to_hour: number;
};

const missing = () => new Error('the tenant of this transaction does not exist');

/** The tenant of this transaction. */
export const findTenant = async (tx: Tx, language: Language): Promise<TenantCard> => {
  const row = await tx.row(sql<TenantCard>`
    select slug, coalesce(translations -> ${language} ->> 'name', name) as name, time_zone, cancel_notice_minutes, phone,
      coalesce(translations -> ${language} ->> 'address', address) as address
    from tenants where tenant_id = current_setting('app.tenant_id')::uuid`);
  if (row === undefined) throw missing();
  return row;
};

const TENANT_RULES = prepared<Record<never, never>, TenantRules>(
  () => sql`
    select time_zone, country, max_future_bookings, cancel_notice_minutes, phone_needed, reminder_minutes,
      review_request_minutes, hold_minutes, complete_after_minutes, waitlist_hold_minutes, series_horizon_days, series_hour,
      quiet_from_hour, quiet_to_hour
    from tenants where tenant_id = current_setting('app.tenant_id')::uuid`,
)({});

/** Asks ahead of time what `findTenantRules` is going to ask. */
export const foreseeTenantRules = (tx: Tx): void => tx.foresee(TENANT_RULES);

export const findTenantRules = async (tx: Tx): Promise<TenantRules> => {
  const row = await tx.row(TENANT_RULES);
  if (row === undefined) throw missing();
  return row;
};

/** The business in the words of its owner, and what it has decided. */
export type Business = TenantRules & {
  readonly name: string;
  readonly phone: string | null;
  readonly address: string | null;
};

const BUSINESS = sql`
  select name, phone, address, time_zone, country, max_future_bookings, cancel_notice_minutes, phone_needed,
    reminder_minutes, review_request_minutes, hold_minutes, complete_after_minutes, waitlist_hold_minutes,
    series_horizon_days, series_hour, quiet_from_hour, quiet_to_hour
  from tenants where tenant_id = current_setting('app.tenant_id')::uuid`;

export const findBusiness = async (tx: Tx): Promise<Business> => {
  const row = await tx.row(sql<Business>`${BUSINESS}`);
  if (row === undefined) throw missing();
  return row;
};

/** The same, kept from others until the transaction ends. */
export const lockBusiness = async (tx: Tx): Promise<Business> => {
  const row = await tx.row(sql<Business>`${BUSINESS} for no key update`);
  if (row === undefined) throw missing();
  return row;
};

/** What is to change. */
export const updateTenant = (tx: Tx, changes: Partial<Business>): void =>
  tx.send(
    db.updateTable('tenants').set(changes).where('tenant_id', '=', sql<string>`current_setting('app.tenant_id')::uuid`),
  );

/** The currency in which the business names its prices. */
export const findTenantCurrency = async (tx: Tx): Promise<string> => {
  const row = await tx.row(
    sql<{ currency: string }>`select currency from tenants where tenant_id = current_setting('app.tenant_id')::uuid`,
  );
  if (row === undefined) throw missing();
  return row.currency;
};

/** The language of those whose own we do not speak. */
export const findTenantLanguage = async (tx: Tx): Promise<Language> => {
  const row = await tx.row(
    sql<{ language: Language }>`select language from tenants where tenant_id = current_setting('app.tenant_id')::uuid`,
  );
  if (row === undefined) throw missing();
  return row.language;
};

export type NewTenant = {
  readonly slug: string;
  readonly name: string;
  readonly translations?: Translations;
  readonly time_zone: string;
  readonly language: Language;
  readonly currency: string;
  readonly phone?: string | null;
  readonly address?: string | null;
};

/** Texts in other languages: `{"en": {"name": "…"}}`. */
export type Translations = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

const valuesOf = ({ translations = {}, phone = null, address = null, ...row }: NewTenant) => ({
  ...{ ...row, phone, address },
  translations: JSON.stringify(translations),
});

/** The tenant of this transaction begins to exist. */
export const insertTenant = (tx: Tx, tenant: NewTenant): void =>
  tx.send(db.insertInto('tenants').values(valuesOf(tenant)));

/** As `insertTenant`, if nobody has this slug: the tenant who has, it may be another one. Waits for whoever is about to take it. */
export const insertTenantOnce = async (tx: Tx, tenant: NewTenant): Promise<string> => {
  const made = await tx.row(
    db
      .insertInto('tenants')
      .values(valuesOf(tenant))
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('tenant_id'),
  );
  if (made !== undefined) return made.tenant_id;
  const found = await tx.row(sql<{ tenant_id: string | null }>`select find_tenant(${tenant.slug}) as tenant_id`);
  const owner = found?.tenant_id ?? null;
  if (owner === null) throw missing();
  return owner;
};

export type NewBot = {
  readonly bot_id: number;
  readonly kind: 'client' | 'master' | 'sales';
  readonly username: string;
  readonly name: string;
  readonly token_encrypted: string;
};

/**
 * A bot of this tenant, or what Telegram now says of a known one. Processes that begin at once wait for each other here: of two
 * that find it missing the second would trip over the other unique index.
 */
export const saveBot = (tx: Tx, bot: NewBot): void => {
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ' bots', 0))`);
  tx.send(
    db
      .insertInto('bots')
      .values(bot)
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'bot_id']).doUpdateSet({
          username: bot.username,
          name: bot.name,
          token_encrypted: bot.token_encrypted,
          revoked_at: null,
        }),
      ),
  );
  announceBot(tx, bot.bot_id);
};

/** Tells all processes that something about a bot is no longer what it was; heard when the transaction is over. */
export const announceBot = (tx: Tx, bot_id: number): void =>
  tx.send(sql`select pg_notify('okno_bots', ${String(bot_id)})`);

/** What Telegram has been told of a bot. */
export const updateBotConfiguredAs = (tx: Tx, bot_id: number, configured_as: string): void =>
  tx.send(db.updateTable('bots').set({ configured_as }).where('bot_id', '=', bot_id));

/** Telegram no longer knows the token; the bot is left alone until it is given a new one. False: that was known. */
export const updateBotRevoked = async (tx: Tx, bot_id: number): Promise<boolean> => {
  const row = await tx.row(sql<{ bot_id: number }>`
    update bots set revoked_at = okno_now() where bot_id = ${bot_id} and revoked_at is null returning bot_id`);
  if (row !== undefined) announceBot(tx, bot_id);
  return row !== undefined;
};

/** The sealed token of a bot that works, which nobody changes until this transaction is over. */
export const lockBotToken = async (tx: Tx, bot_id: number): Promise<string | undefined> => {
  const row = await tx.row(sql<{ token_encrypted: string }>`
    select token_encrypted from bots where bot_id = ${bot_id} and revoked_at is null for update`);
  return row?.token_encrypted;
};

/** The name of a bot of this tenant, served or not. */
export const findBotName = async (tx: Tx, bot_id: number): Promise<string | null> => {
  const row = await tx.row(db.selectFrom('bots').select('username').where('bot_id', '=', bot_id));
  return row?.username ?? null;
};

/** The bot that clients write to; null when there is none that works. */
export const findClientBot = async (tx: Tx): Promise<string | null> => {
  const row = await tx.row(sql<{ username: string }>`
    select username from bots where kind = 'client' and revoked_at is null order by created_at, bot_id limit 1`);
  return row?.username ?? null;
};

/** The sealed tokens of all bots of this tenant that work. */
export const listBotTokens = (tx: Tx): Promise<{ bot_id: number; token_encrypted: string }[]> =>
  tx.rows(sql<{ bot_id: number; token_encrypted: string }>`
    select bot_id, token_encrypted from bots where revoked_at is null order by bot_id`);
