import type { Session } from '@okno/contract';
import { prepared, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';
import type { Chat, Person } from '../people/index.ts';
import { IDLE_MS, SEEN_MS } from './rules.ts';

const seconds = (ms: number) => sql`make_interval(secs => ${ms / 1000})`;

/** Neither ended, nor over, nor left alone for too long. */
const holds = sql`sessions.revoked_at is null and sessions.expires_at > okno_now()
  and sessions.last_seen_at > okno_now() - ${seconds(IDLE_MS)}`;

const card = sql.raw('id, device, opened_by, created_at, last_seen_at, expires_at');

export type NewSession = Chat &
  Pick<Session, 'id' | 'device' | 'opened_by'> & {
    readonly token_hash: string;
    /** Unix milliseconds. */
    readonly expires_at: number;
  };

/** A session, and its end in the timetable. */
export const insertSession = async (tx: Tx, session: NewSession): Promise<Omit<Session, 'current'>> => {
  const { id, token_hash, bot_id, telegram_id, device, opened_by } = session;
  const expires_at = formatInstant(session.expires_at);
  const made = await tx.row(sql<Omit<Session, 'current'>>`
    insert into sessions (id, token_hash, bot_id, telegram_id, device, opened_by, expires_at)
    values (${id}, ${token_hash}, ${bot_id}, ${telegram_id}, ${device}, ${opened_by}, ${expires_at}) returning ${card}`);
  if (made === undefined) throw new Error('a session that was written down is not there');
  tx.send(sql`insert into due (fire_at, kind, id) values (${expires_at}, 'session', ${id})`);
  return made;
};

type Known = Person & { readonly stale: boolean };

const BY_SESSION = prepared<Chat & { session_id: string; idle: number; seen: number }, Known>(
  (value) => sql`
    select clients.name, chats.language, staff.role, clients.id as client_id, clients.phone, staff.specialist_id,
      sessions.last_seen_at < okno_now() - make_interval(secs => ${value('seen')}) as stale
    from sessions join chats using (tenant_id, bot_id, telegram_id) join clients using (tenant_id, telegram_id)
      left join staff using (tenant_id, telegram_id)
    where sessions.id = ${value('session_id')} and sessions.bot_id = ${value('bot_id')}
      and sessions.telegram_id = ${value('telegram_id')} and sessions.revoked_at is null
      and sessions.expires_at > okno_now()
      and sessions.last_seen_at > okno_now() - make_interval(secs => ${value('idle')})`,
);

/** Whose session it is, as they are at this moment; misses when it holds no longer. */
export const findPersonOfSession = (
  tx: Tx,
  { session_id, bot_id, telegram_id }: Chat & { readonly session_id: string },
): Promise<Known | undefined> =>
  tx.row(BY_SESSION({ session_id, bot_id, telegram_id, idle: IDLE_MS / 1000, seen: SEEN_MS / 1000 }));

export const updateSessionSeen = (tx: Tx, id: string): void =>
  tx.send(sql`update sessions set last_seen_at = okno_now() where id = ${id}`);

/** The sessions of a person that hold, through whichever bot, the latest first. */
export const listSessions = (tx: Tx, telegram_id: number): Promise<Omit<Session, 'current'>[]> =>
  tx.rows(sql<Omit<Session, 'current'>>`
    select ${card} from sessions where telegram_id = ${telegram_id} and ${holds} order by last_seen_at desc, id`);

/** Misses what is not theirs, and what holds no longer. */
export const updateSessionRevoked = (
  tx: Tx,
  { telegram_id, id }: { telegram_id: number; id: string },
): Promise<{ id: string } | undefined> =>
  tx.row(sql<{ id: string }>`
    update sessions set revoked_at = okno_now() where telegram_id = ${telegram_id} and id = ${id} and ${holds} returning id`);

/** Ends all sessions of a person but one (null: all). How many. */
export const updateOthersRevoked = async (
  tx: Tx,
  { telegram_id, but }: { telegram_id: number; but: string | null },
): Promise<number> => {
  const ended = await tx.rows(sql`
    update sessions set revoked_at = okno_now()
    where telegram_id = ${telegram_id} and id is distinct from ${but}::uuid and ${holds} returning id`);
  return ended.length;
};

/** Of too many the oldest end. */
export const updateOldestRevoked = (tx: Tx, { telegram_id, most }: { telegram_id: number; most: number }): void =>
  tx.send(sql`
    update sessions set revoked_at = okno_now() where id in (
      select id from sessions where telegram_id = ${telegram_id} and ${holds}
      order by last_seen_at desc, id offset ${most})`);

/** Nothing of a session is kept when it is over. */
export const deleteSession = (tx: Tx, id: string): void =>
  tx.send(sql`delete from sessions where id = ${id} and expires_at <= okno_now()`);
