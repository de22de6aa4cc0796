import type { Invitation, Language } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';

export type NewInvitation = {
  readonly id: string;
  readonly code_hash: string;
  readonly role: 'moderator' | 'specialist';
  readonly specialist_id: string | null;
  readonly invited_by: string;
  /** Unix milliseconds. */
  readonly expires_at: number;
};

export const insertInvitation = (tx: Tx, { id, code_hash, role, specialist_id, ...rest }: NewInvitation): void =>
  tx.send(sql`insert into staff_invitations (id, code_hash, role, specialist_id, invited_by, expires_at)
    values (${id}, ${code_hash}, ${role}, ${specialist_id}, ${rest.invited_by}, ${new Date(rest.expires_at)})`);

const OPEN = sql.raw('accepted_at is null and revoked_at is null and expires_at > okno_now()');

const invitations = (language: Language, condition: Fragment): Fragment => sql`
  select invitations.id, invitations.role, invitations.created_at, invitations.expires_at,
    case when specialists.id is not null then jsonb_build_object('id', specialists.id,
      'name', coalesce(specialists.translations -> ${language} ->> 'name', specialists.name)) end as specialist,
    count(*) over ()::int as total
  from staff_invitations invitations left join specialists on specialists.id = invitations.specialist_id
  where ${condition}`;

type Row = Invitation & { readonly total: number };

/** Those that still work, the newest first; every row carries the total. */
export const listInvitations = (
  tx: Tx,
  { language, page, limit }: { language: Language; page: number; limit: number },
): Promise<Row[]> =>
  tx.rows(sql<Row>`${invitations(language, sql`${OPEN}`)}
    order by invitations.created_at desc, invitations.id limit ${limit} offset ${(page - 1) * limit}`);

export const findInvitation = (tx: Tx, id: string, language: Language): Promise<Invitation | undefined> =>
  tx.row(sql<Row>`${invitations(language, sql`invitations.id = ${id}::uuid`)}`);

/** Holds the invitation of a code until the end; misses when it does not work, or no longer. */
export const lockInvitation = (
  tx: Tx,
  code_hash: string,
): Promise<{ id: string; role: 'moderator' | 'specialist'; specialist_id: string | null } | undefined> =>
  tx.row(sql<{ id: string; role: 'moderator' | 'specialist'; specialist_id: string | null }>`
    select id, role, specialist_id from staff_invitations where code_hash = ${code_hash} and ${OPEN} for update`);

export const updateAccepted = (tx: Tx, id: string, telegram_id: number): void =>
  tx.send(sql`update staff_invitations set accepted_at = okno_now(), accepted_by = ${telegram_id} where id = ${id}`);

/** Misses when it was accepted or revoked before. */
export const updateRevoked = async (tx: Tx, id: string): Promise<boolean> => {
  const row = await tx.row(sql`update staff_invitations set revoked_at = okno_now()
    where id = ${id} and accepted_at is null and revoked_at is null returning id`);
  return row !== undefined;
};

/** The wrong codes of somebody; `since` in Unix milliseconds. Their row is held until the end. */
export const lockTries = (tx: Tx, telegram_id: number): Promise<{ tries: number; since: number } | undefined> =>
  tx.row(sql<{ tries: number; since: number }>`
    select tries, extract(epoch from since)::float8 * 1000 as since from staff_invitation_tries
    where telegram_id = ${telegram_id} for update`);

/** One wrong code more; a span that is over begins anew, and those of others that are long over go. */
export const saveTry = (tx: Tx, { telegram_id, span_ms }: { telegram_id: number; span_ms: number }): void => {
  const over = sql`since <= okno_now() - make_interval(secs => ${span_ms / 1000})`;
  tx.send(sql`delete from staff_invitation_tries where telegram_id <> ${telegram_id} and ${over}`);
  tx.send(sql`delete from staff_invitation_tries where telegram_id = ${telegram_id} and ${over}`);
  tx.send(sql`
    insert into staff_invitation_tries as known (telegram_id, tries, since) values (${telegram_id}, 1, okno_now())
    on conflict (tenant_id, telegram_id) do update set tries = known.tries + 1`);
};

export const deleteTries = (tx: Tx, telegram_id: number): void =>
  tx.send(sql`delete from staff_invitation_tries where telegram_id = ${telegram_id}`);
