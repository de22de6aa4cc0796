import type { Actions, Output } from '@okno/contract';
import { sql } from '../../db/sql.ts';
import type { Tx } from '../../db/tx.ts';
import { formatInstant } from '../../time.ts';

/** What somebody has found out about a bot; instants in Unix milliseconds. */
export type BotReport = {
  readonly bot_id: number;
  readonly state: 'ok' | 'repaired' | 'failing' | 'unreachable';
  readonly delivery: 'webhook' | 'polling';
  readonly pending_updates: number | null;
  readonly last_error: string | null;
  readonly last_error_at: number | null;
  readonly last_update_at: number | null;
};

/** Whether it is for whoever asks to look at this bot now: nobody else has, for nearly so long. */
export const claimBotCheck = async (tx: Tx, bot_id: number, every_ms: number): Promise<boolean> => {
  const row = await tx.row(sql`
    insert into bot_health (bot_id) select bot_id from bots where bot_id = ${bot_id} and revoked_at is null
    on conflict (tenant_id, bot_id) do update set checked_at = okno_now()
      where bot_health.checked_at <= okno_now() - ${every_ms * 0.9} * interval '1 ms'
    returning bot_id`);
  return row !== undefined;
};

const instant = (ms: number | null): string | null => (ms === null ? null : formatInstant(ms));

/** In the place of what was known; an update that another process has seen later counts. */
export const saveBotHealth = (tx: Tx, report: BotReport): void =>
  tx.send(sql`
    update bot_health set checked_at = okno_now(), state = ${report.state}, delivery = ${report.delivery},
      pending_updates = ${report.pending_updates}, last_error = ${report.last_error},
      last_error_at = ${instant(report.last_error_at)}::timestamptz,
      last_update_at = greatest(last_update_at, ${instant(report.last_update_at)}::timestamptz),
      repaired_at = case when ${report.state} = 'repaired' then okno_now() else repaired_at end
    where bot_id = ${report.bot_id}`);

type BotCard = Output<Actions['tenants.bots']>['items'][number];

/** In the order of their ids; every row carries the total. */
export const listBotCards = (
  tx: Tx,
  { page, limit }: { page: number; limit: number },
): Promise<(BotCard & { total: number })[]> =>
  tx.rows(sql<BotCard & { total: number }>`
    select bots.bot_id, username, name, kind,
      case when revoked_at is not null then 'revoked' when bots.delivery = 'far' then 'elsewhere'
        when bot_health.bot_id is null or bot_health.delivery is null then 'unknown' else state end as state,
      bot_health.delivery, revoked_at, checked_at, pending_updates, last_error, last_error_at, last_update_at, repaired_at,
      count(*) over ()::int as total
    from bots left join bot_health on bot_health.bot_id = bots.bot_id
    order by bots.bot_id limit ${limit} offset ${(page - 1) * limit}`);
