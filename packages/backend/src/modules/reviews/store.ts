import type { Language } from '@okno/contract';
import { type Fragment, sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import type { FullReview } from './rules.ts';

const columns = (language: Language) => sql`
  reviews.id, reviews.stars, reviews.text, reviews.created_at, reviews.edited_at,
  jsonb_build_object('id', specialists.id, 'name',
    coalesce(specialists.translations -> ${language} ->> 'name', specialists.name)) as specialist,
  jsonb_build_object('id', services.id, 'name',
    coalesce(services.translations -> ${language} ->> 'name', services.name)) as service,
  reply, replied_at, hidden_reason, hidden_at, missed,
  jsonb_build_object('booking_id', booking_id, 'client', jsonb_build_object('id', clients.id, 'name', clients.name)) as visit`;

const joined = sql.raw(`
  join services on services.id = reviews.service_id
  join specialists on specialists.id = reviews.specialist_id
  join clients on clients.id = reviews.client_id`);

type Flat = Omit<FullReview, 'reply' | 'hidden'> & {
  readonly reply: string | null;
  readonly replied_at: string | null;
  readonly hidden_reason: string | null;
  readonly hidden_at: string | null;
};

const unfold = ({ reply, replied_at, hidden_reason, hidden_at, ...rest }: Flat): FullReview => ({
  ...rest,
  reply: reply === null || replied_at === null ? null : { text: reply, at: replied_at },
  hidden: hidden_reason === null || hidden_at === null ? null : { reason: hidden_reason, at: hidden_at },
});

export const findReview = async (tx: Tx, id: string, language: Language): Promise<FullReview | undefined> => {
  const row = await tx.row(sql<Flat>`select ${columns(language)} from reviews ${joined} where reviews.id = ${id}`);
  return row === undefined ? undefined : unfold(row);
};

export type ReviewFilter = {
  readonly specialist_id: string | undefined;
  readonly service_id: string | undefined;
  readonly stars: number | undefined;
  readonly shown: 'shown' | 'hidden' | 'all';
};

/** Only what is asked for stands in the condition, so that the index of a specialist's reviews is found. */
const fitting = ({ specialist_id, service_id, stars, shown }: ReviewFilter): Fragment => {
  const conditions = [
    sql`true`,
    ...(specialist_id === undefined ? [] : [sql`specialist_id = ${specialist_id}`]),
    ...(service_id === undefined ? [] : [sql`service_id = ${service_id}`]),
    ...(stars === undefined ? [] : [sql`stars = ${stars}`]),
    ...(shown === 'all'
      ? []
      : [shown === 'shown' ? sql`hidden_at is null and not missed` : sql`(hidden_at is not null or missed)`]),
  ];
  return sql.join(conditions, sql` and `);
};

/**
 * How many fit. What everybody asks for, all reviews or those of one specialist, is known beside the specialists and
 * need not be counted.
 */
const totalOf = (filter: ReviewFilter): Fragment => {
  const { specialist_id, service_id, stars, shown } = filter;
  if (service_id !== undefined || stars !== undefined || shown !== 'shown')
    return sql`(select count(*)::int from reviews where ${fitting(filter)})`;
  const whose = specialist_id === undefined ? sql`true` : sql`id = ${specialist_id}`;
  return sql`(select sum(review_count)::int from specialists where ${whose})`;
};

/** Newest first; every row carries the total. */
export const listReviews = async (
  tx: Tx,
  filter: ReviewFilter,
  { language, page, limit }: { language: Language; page: number; limit: number },
): Promise<(FullReview & { total: number })[]> => {
  const rows = await tx.rows(sql<Flat & { total: number }>`
    select ${columns(language)}, ${totalOf(filter)} as total
    from (select * from reviews where ${fitting(filter)}
      order by created_at desc, id desc limit ${limit} offset ${(page - 1) * limit}) as reviews ${joined}
    order by reviews.created_at desc, reviews.id desc`);
  return rows.map(({ total, ...row }) => ({ ...unfold(row), total }));
};

export type NewReview = {
  readonly booking_id: string;
  readonly client_id: string;
  readonly stars: number;
  readonly text: string;
};

/** No row: this visit has been reviewed already. Specialist and service are those of the booking. */
export const insertReview = (tx: Tx, review: NewReview): Promise<{ id: string } | undefined> =>
  tx.row(sql<{ id: string }>`
    insert into reviews (booking_id, client_id, specialist_id, service_id, stars, text)
    select id, client_id, specialist_id, service_id, ${review.stars}::int, ${review.text} from bookings
    where id = ${review.booking_id} and client_id = ${review.client_id}
    on conflict do nothing returning id`);

export type LockedReview = {
  readonly id: string;
  readonly specialist_id: string;
  readonly stars: number;
  readonly text: string;
  readonly created_at: string;
  readonly hidden_at: string | null;
  /** The visit turned out not to have taken place. */
  readonly missed: boolean;
};

const LOCKED = sql.raw('id, specialist_id, stars, text, created_at, hidden_at, missed');

/** What this client wrote of this booking, kept from others until the transaction ends. */
export const lockReviewOf = (
  tx: Tx,
  { booking_id, client_id }: { booking_id: string; client_id: string | null },
): Promise<LockedReview | undefined> =>
  tx.row(sql<LockedReview>`select ${LOCKED} from reviews
    where booking_id = ${booking_id} and client_id = ${client_id} for update`);

/** What was written of this visit, whoever wrote it. */
export const lockReviewOfVisit = (tx: Tx, booking_id: string): Promise<LockedReview | undefined> =>
  tx.row(sql<LockedReview>`select ${LOCKED} from reviews where booking_id = ${booking_id} for update`);

export const updateMissed = (tx: Tx, id: string, missed: boolean): void =>
  tx.send(sql`update reviews set missed = ${missed} where id = ${id}`);

export const lockReview = (tx: Tx, id: string): Promise<LockedReview | undefined> =>
  tx.row(sql<LockedReview>`select ${LOCKED} from reviews where id = ${id} for update`);

export const updateReview = (tx: Tx, id: string, { stars, text }: { stars: number; text: string }): void =>
  tx.send(sql`update reviews set stars = ${stars}, text = ${text}, edited_at = okno_now() where id = ${id}`);

/** Null takes the answer back. */
export const updateReply = (tx: Tx, id: string, text: string | null): void =>
  tx.send(sql`update reviews
    set reply = ${text}::text, replied_at = case when ${text}::text is null then null else okno_now() end
    where id = ${id}`);

/** Null shows it again. */
export const updateHidden = (tx: Tx, id: string, reason: string | null): void =>
  tx.send(sql`update reviews
    set hidden_reason = ${reason}::text, hidden_at = case when ${reason}::text is null then null else okno_now() end
    where id = ${id}`);

/** All reviews of one client go to another; their stars stay where they count. */
export const moveReviews = (tx: Tx, { from, to }: { from: string; to: string }): void =>
  tx.send(sql`update reviews set client_id = ${to} where client_id = ${from}`);

/** The stars of somebody who was forgotten still count; their words are gone. */
export const updateReviewsToSilent = (tx: Tx, client_id: string): void =>
  tx.send(sql`update reviews set text = '' where client_id = ${client_id}`);
