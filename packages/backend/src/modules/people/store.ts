import type { Caller, Language, Role, Specialist } from '@okno/contract';
import { db, prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { Translations } from '../tenants/index.ts';
import type { PhoneNumber } from './phones.ts';

type TelegramCaller = Pick<Extract<Caller, { via: 'telegram' }>, 'bot_id' | 'telegram_id' | 'name' | 'language'>;

/** A person of this tenant as one of its bots knows them. */
export type Person = {
  readonly name: string;
  readonly language: Language;
  readonly role: Role | null;
  readonly client_id: string;
  readonly phone: string | null;
  readonly specialist_id: string | null;
};

const PERSON = prepared<{ bot_id: number; telegram_id: number }, Person>(
  (value) => sql`
    select clients.name, chats.language, staff.role, clients.id as client_id, clients.phone, staff.specialist_id
    from chats join clients using (tenant_id, telegram_id) left join staff using (tenant_id, telegram_id)
    where chats.bot_id = ${value('bot_id')} and chats.telegram_id = ${value('telegram_id')}`,
);

/** Misses when the person has not written to this bot yet. */
export const findPerson = (tx: Tx, { bot_id, telegram_id }: Chat): Promise<Person | undefined> =>
  tx.row(PERSON({ bot_id, telegram_id }));

/**
 * Writes down somebody new, or a known client who came through another bot; two at once do no harm. Who speaks no
 * language of ours is spoken to in that of the business.
 */
export const welcomePerson = async (tx: Tx, caller: TelegramCaller): Promise<Person> => {
  const { bot_id, telegram_id, name, language } = caller;
  tx.send(sql`insert into clients (telegram_id, name) values (${telegram_id}, ${name}) on conflict do nothing`);
  tx.send(sql`insert into chats (bot_id, telegram_id, language)
    select ${bot_id}::bigint, ${telegram_id}::bigint, coalesce(${language}, language) from tenants on conflict do nothing`);
  const person = await findPerson(tx, caller);
  if (person === undefined) throw new Error('a person who was written down is not there');
  return person;
};

/** The language somebody chose for their chat with this bot. */
export const updateLanguage = (tx: Tx, chat: { bot_id: number; telegram_id: number }, language: Language): void =>
  tx.send(
    db
      .updateTable('chats')
      .set({ language })
      .where('bot_id', '=', chat.bot_id)
      .where('telegram_id', '=', chat.telegram_id),
  );

/** `reachable: false` keeps the instant of the first refusal. */
export const updateReachable = (tx: Tx, chat: { bot_id: number; telegram_id: number }, reachable: boolean): void =>
  tx.send(sql`update chats
    set unreachable_since = case when ${reachable}::boolean then null else coalesce(unreachable_since, okno_now()) end
    where bot_id = ${chat.bot_id} and telegram_id = ${chat.telegram_id}`);

export type ClientCard = { readonly id: string; readonly name: string; readonly phone: string | null };

/** Misses also when whoever it was has been forgotten. */
export const findClient = (tx: Tx, id: string): Promise<ClientCard | undefined> =>
  tx.row(
    db.selectFrom('clients').select(['id', 'name', 'phone']).where('id', '=', id).where('forgotten_at', 'is', null),
  );

/**
 * A client known by this telephone, however it was written down, or a new one; the name of a known one stays as it is.
 * Of several, whom nobody has merged yet, it is the one with the number as it is kept now.
 */
export const insertClientByPhone = async (
  tx: Tx,
  { name, phone, spellings }: PhoneNumber & { readonly name: string },
): Promise<ClientCard> => {
  tx.send(sql`
    insert into clients (name, phone) select ${name}, ${phone}
    where not exists (select from clients where phone = any(${spellings}::text[]))
    on conflict (tenant_id, phone) do nothing`);
  const row = await tx.row(sql<ClientCard>`
    select id, name, phone from clients where phone = any(${spellings}::text[])
    order by phone <> ${phone}, created_at, id limit 1`);
  if (row === undefined) throw new Error('a client who was written down is not there');
  return row;
};

type Concerned = { readonly client_id: string; readonly specialist_ids: readonly string[] };

const CHATS = prepared<Concerned, ConcernedChat>(
  (value) => sql`
    select null as specialist_id, chats.bot_id, chats.telegram_id
    from clients join chats using (tenant_id, telegram_id)
    where clients.id = ${value('client_id')}
    union all
    select staff.specialist_id, chats.bot_id, chats.telegram_id
    from staff join chats using (tenant_id, telegram_id)
    where staff.specialist_id = any(${value('specialist_ids')}::uuid[])`,
);

/** The chats of these people, also where they have blocked the bot: they may have come back until it is time. */
export const listChatsOf = (tx: Tx, { client_id, specialist_ids }: Concerned): Promise<ConcernedChat[]> =>
  tx.rows(CHATS({ client_id, specialist_ids }));

type OwnChats = { readonly telegram_id: number; readonly specialist_id: string };

const OWN_CHATS = prepared<OwnChats, ConcernedChat>(
  (value) => sql`
    select null as specialist_id, bot_id, telegram_id from chats where telegram_id = ${value('telegram_id')}
    union all
    select staff.specialist_id, chats.bot_id, chats.telegram_id
    from staff join chats using (tenant_id, telegram_id) where staff.specialist_id = ${value('specialist_id')}`,
);

/** The same of a client by who they are in Telegram: it can be asked before anybody knows which client that is. */
export const listOwnChats = (tx: Tx, whose: OwnChats): Promise<ConcernedChat[]> => tx.rows(OWN_CHATS(whose));

/** Asks ahead of time what `listOwnChats` is going to ask. */
export const foreseeOwnChats = (tx: Tx, whose: OwnChats): void => tx.foresee(OWN_CHATS(whose));

/** The chats of a specialist and of everybody who runs the business. */
export const listStaffChats = (tx: Tx, specialist_id: string): Promise<Chat[]> =>
  tx.rows(sql<Chat>`
    select chats.bot_id, chats.telegram_id from staff join chats using (tenant_id, telegram_id)
    where staff.specialist_id = ${specialist_id} or staff.role in ('moderator', 'super_admin')`);

/** Of a specialist, or of the client when no specialist is named. */
export type ConcernedChat = Chat & { readonly specialist_id: string | null };

export type Chat = { readonly bot_id: number; readonly telegram_id: number };

export const listSpecialists = (
  tx: Tx,
  { language, service_id, page, limit }: { language: Language; service_id: string | null; page: number; limit: number },
): Promise<(Specialist & { total: number })[]> =>
  tx.rows(sql<Specialist & { total: number }>`
    select id, coalesce(translations -> ${language} ->> 'name', name) as name,
      coalesce(translations -> ${language} ->> 'description', description) as description, time_zone,
      coalesce((select array_agg(service_id::text order by services.position, services.id)
        from service_specialists join services on services.id = service_id and services.active
        where specialist_id = specialists.id), '{}') as service_ids,
      round(review_stars::numeric / nullif(review_count, 0), 2)::float8 as rating, review_count as reviews,
      count(*) over ()::int as total
    from specialists
    where active and (${service_id}::uuid is null or exists (
      select from service_specialists where specialist_id = specialists.id and service_id = ${service_id}::uuid))
    order by position, id limit ${limit} offset ${(page - 1) * limit}`);

export type NewSpecialist = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly translations: Translations;
  readonly time_zone: string;
  readonly position: number;
};

export const insertSpecialist = (tx: Tx, { translations, ...row }: NewSpecialist): void =>
  tx.send(db.insertInto('specialists').values({ ...row, translations: JSON.stringify(translations) }));

/** What one review changes in the sum and the number of those that are shown (docs/rules.md#reviews). */
export const addToRating = (tx: Tx, specialist_id: string, { count, stars }: { count: number; stars: number }): void =>
  tx.send(sql`update specialists
    set review_count = review_count + ${count}::int, review_stars = review_stars + ${stars}::int
    where id = ${specialist_id}`);

export type StaffMember = {
  readonly telegram_id: number;
  readonly name: string;
  readonly role: 'super_admin' | 'moderator' | 'specialist';
  readonly specialist_id: string | null;
};

/** Gives somebody a role; a role they had before is replaced, the specialist they are stays. */
export const saveStaff = (tx: Tx, member: StaffMember): void =>
  tx.send(
    db
      .insertInto('staff')
      .values(member)
      .onConflict((conflict) => conflict.columns(['tenant_id', 'telegram_id']).doUpdateSet({ role: member.role })),
  );

/** Whoever bears a specialist's name works here as this specialist, unless they or somebody else already do. */
export const insertStaffOfSpecialist = (tx: Tx, { telegram_id, name }: { telegram_id: number; name: string }): void =>
  tx.send(sql`
    insert into staff (telegram_id, name, role, specialist_id)
    select ${telegram_id}::bigint, name, 'specialist', id from specialists where name = ${name}
    order by position, id limit 1 on conflict do nothing`);

/** Whoever makes the first administrator waits here for the others; it ends with the transaction. */
export const lockStaff = (tx: Tx): void =>
  tx.send(sql`select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id'), 3))`);

/** These people no longer work here. */
export const deleteStaff = (tx: Tx, telegram_ids: readonly number[]): void =>
  tx.send(sql`delete from staff where telegram_id = any(${telegram_ids}::bigint[])`);

export const countStaff = async (tx: Tx, role: StaffMember['role']): Promise<number> => {
  const row = await tx.row(sql<{ count: number }>`select count(*)::int as count from staff where role = ${role}`);
  return row?.count ?? 0;
};
