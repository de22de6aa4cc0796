import { db, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

/** What is known of a client themselves. */
export type ClientContacts = {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly telegram_id: number | null;
};

export type KnownClient = ClientContacts & {
  readonly id: string;
  readonly created_at: string;
  /** Whether they want the news of the business (docs/rules.md#broadcasts). */
  readonly news: boolean;
};

/** Misses also when whoever it was has been forgotten. */
export const findKnownClient = (tx: Tx, id: string): Promise<KnownClient | undefined> =>
  tx.row(sql<KnownClient>`select id, name, phone, email, telegram_id, created_at, news from clients
    where id = ${id} and forgotten_at is null`);

/** Everybody who is known by one of these spellings of a telephone number; none but one once they are merged. */
export const listClientsByPhone = (tx: Tx, phones: readonly string[]): Promise<KnownClient[]> =>
  tx.rows(sql<KnownClient>`select id, name, phone, email, telegram_id, created_at, news from clients
    where phone = any(${phones}::text[]) order by id`);

/** Numbers without a plus, in the order of their clients. */
export const listSpelledPhones = (
  tx: Tx,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ id: string; phone: string }[]> =>
  tx.rows(sql<{ id: string; phone: string }>`
    select id, phone from clients
    where left(phone, 1) <> '+' and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${limit}`);

/** False, and nothing happens, when somebody has that number, or the client has another than `from` by now. */
export const updatePhone = async (
  tx: Tx,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<boolean> => {
  const row = await tx.row(sql`
    update clients set phone = ${to} where id = ${id} and phone = ${from}
      and not exists (select from clients others where others.phone = ${to}) returning id`);
  return row !== undefined;
};

export const insertClient = (
  tx: Tx,
  client: Pick<ClientContacts, 'name' | 'phone'> & { readonly id: string; readonly email?: string | null },
): void => tx.send(db.insertInto('clients').values(client));

/** What is left out stays as it is. */
export const updateClient = (
  tx: Tx,
  id: string,
  changes: Partial<ClientContacts & Pick<KnownClient, 'news'>>,
): void => {
  if (Object.keys(changes).length > 0) tx.send(db.updateTable('clients').set(changes).where('id', '=', id));
};

/** Somebody who is nobody any more: what they booked still belongs to one client, of whom nothing is known. */
export const insertForgottenClient = (tx: Tx, client: { id: string; name: string; created_at: string }): void =>
  tx.send(db.insertInto('clients').values({ ...client, forgotten_at: sql<string>`okno_now()` }));

/** Nothing may refer to them any more. */
export const deleteClient = (tx: Tx, id: string): void => tx.send(db.deleteFrom('clients').where('id', '=', id));

/** The chats of somebody with our bots; those of people who work here stay. */
export const deleteChats = (tx: Tx, telegram_id: number): void =>
  tx.send(sql`delete from chats where telegram_id = ${telegram_id}`);

export const isStaff = async (tx: Tx, telegram_id: number): Promise<boolean> => {
  const row = await tx.row(sql<{ found: boolean }>`
    select exists (select from staff where telegram_id = ${telegram_id}) as found`);
  return row?.found === true;
};
