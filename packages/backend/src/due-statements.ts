import { freeToClaim, freeToWrite } from './db/moving-locks.ts';
import { ALIVE } from './db/owners.ts';

// Every statement of the engine: rows go from the timetable (`due`) into the outbox (`deliveries`, `handfuls`).

/** After this long an unfinished delivery is taken over even though its process seems alive. */
const LEASE = `interval '90 s'`;

// Kinds without a job here are left to the version that has one. `$3` is the floor: what was claimed before it is gone, and
// its dead index entries need not be walked over. The DELETE takes the rows from where they were found, and repeats the
// bounds, which tell it in which weeks that is. `$6` are the kinds that are held together. What belongs to a business on its
// way to another server is passed over before the limit: the others would wait behind it.
export const CLAIM = `
  with claimed as materialized (
    select fire_at, tenant_id, kind, id, ctid as place from due
    where fire_at <= okno_now() and fire_at >= $3 and tenant_id <> all($4::uuid[]) and kind = any($5)
      and ${freeToClaim('tenant_id')}
    order by fire_at limit $2 for update skip locked),
  removed as (
    delete from due using claimed
    where due.fire_at = claimed.fire_at and due.ctid = claimed.place and due.fire_at <= okno_now() and due.fire_at >= $3),
  alone as (
    insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
    select tenant_id, kind, id, fire_at, $1, now() + ${LEASE} from claimed where kind <> all($6)
    returning tenant_id, id, kind, due_id, scheduled_for),
  together as (
    insert into handfuls (tenant_id, kind, owner, lease_until, due_ids, scheduled_for)
    select tenant_id, kind, $1, now() + ${LEASE}, array_agg(id), array_agg(fire_at) from claimed where kind = any($6)
    group by tenant_id, kind
    returning tenant_id, id, kind, due_ids, scheduled_for)
  select tenant_id, id, kind, false as together, due_id::text as due_ids,
    (date_part('epoch', scheduled_for) * 1000)::text as scheduled_for, date_part('epoch', okno_now()) * 1000 as now from alone
  union all
  select tenant_id, id, kind, true, array_to_string(due_ids, ','),
    (select string_agg((date_part('epoch', at) * 1000)::text, ',') from unnest(scheduled_for) at), date_part('epoch', okno_now()) * 1000
  from together`;

const ABANDONED = `dead_at is null and (next_attempt_at <= now() or owner <> all(${ALIVE}))`;

const ABANDONED_HANDFUL = `(lease_until <= now() or owner <> all(${ALIVE}))`;

/** What is in a handful that was left behind stands by itself from now on, and was left behind by the same process. */
export const DISSOLVE = `
  with abandoned as (
    select tenant_id, id from handfuls where ${ABANDONED_HANDFUL} and kind = any($1) and ${freeToClaim('tenant_id')}
    order by lease_until limit 500 for update skip locked),
  dissolved as (
    delete from handfuls using abandoned where handfuls.tenant_id = abandoned.tenant_id and handfuls.id = abandoned.id
    returning handfuls.tenant_id, kind, owner, due_ids, scheduled_for)
  insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at)
  select tenant_id, kind, one.due_id, one.scheduled_for, owner, now()
  from dissolved cross join unnest(due_ids, dissolved.scheduled_for) as one (due_id, scheduled_for)
  on conflict do nothing`;

export const TAKE_OVER = `
  with abandoned as (
    select tenant_id, id from deliveries where ${ABANDONED} and tenant_id <> all($3::uuid[]) and kind = any($4)
      and ${freeToClaim('tenant_id')}
    order by next_attempt_at limit $2 for update skip locked)
  update deliveries set owner = $1, attempt = attempt + 1, next_attempt_at = now() + ${LEASE}
  from abandoned where deliveries.tenant_id = abandoned.tenant_id and deliveries.id = abandoned.id
  returning deliveries.tenant_id, deliveries.id, kind, due_id, attempt, faults,
    extract(epoch from scheduled_for)::float8 * 1000 as scheduled_for`;

export const NEXT =
  'select extract(epoch from min(fire_at) - now())::float8 * 1000 as ms from due where fire_at >= $1 and kind = any($2)';

export const LOOK = `
  select (select extract(epoch from min(fire_at) - now())::float8 * 1000 from due where kind = any($1)) as ms,
    exists (select from deliveries where ${ABANDONED} and kind = any($1))
      or exists (select from handfuls where ${ABANDONED_HANDFUL} and kind = any($1)) as abandoned`;

/** More than so many are not counted, so that a question about a storm does not add to it. */
const COUNTED = 10_000;
const upTo = (rows: string): string => `(select count(*)::int from (${rows} limit ${COUNTED}) counted)`;
const HELD = 'select unnest(due_ids) from handfuls';

// Of the kinds of other versions as well: somebody has to notice when their version never comes up.
export const GAUGES = `
  select ${upTo('select from due where fire_at <= okno_now()')} as due,
    greatest(0, coalesce((select extract(epoch from okno_now() - min(fire_at))::float8 * 1000 from due), 0)) as lag_ms,
    ${upTo(`select due_id from deliveries where dead_at is null union all ${HELD}`)} as open,
    ${upTo(`select due_id from deliveries where ${ABANDONED} union all ${HELD} where ${ABANDONED_HANDFUL}`)} as abandoned,
    ${upTo('select from deliveries where dead_at is not null')} as dead`;

export const KEEP_WEEKS = 'select keep_due_weeks($1) as done';

// How things end. A business on its way to another server has nothing in hand here (`IN_HAND`); what a process settles all the
// same that had been given up for dead is left alone: nobody waits for it, and it is repeated where the business is then.
export const FINISH = `
  delete from deliveries using unnest($1::uuid[], $2::uuid[]) as done (tenant_id, id)
  where deliveries.tenant_id = done.tenant_id and deliveries.id = done.id and ${freeToWrite('done.tenant_id')}`;

export const END = `
  delete from handfuls using unnest($1::uuid[], $2::uuid[]) as done (tenant_id, id)
  where handfuls.tenant_id = done.tenant_id and handfuls.id = done.id and ${freeToWrite('done.tenant_id')}`;

// Only of what was still in our hand: whoever has taken it over attends to all of it.
export const END_IN_PART = `
  with ended as (${END} returning handfuls.tenant_id, kind, due_ids, scheduled_for)
  insert into deliveries (tenant_id, kind, due_id, scheduled_for, owner, next_attempt_at, error, faults)
  select ended.tenant_id, kind, one.due_id, one.scheduled_for, null, now() + again.after_ms * interval '1 ms', again.error,
    case when again.error is null then 0 else 1 end
  from ended cross join unnest(due_ids, ended.scheduled_for) as one (due_id, scheduled_for)
    join unnest($3::uuid[], $4::uuid[], $5::float8[], $6::text[]) as again (tenant_id, due_id, after_ms, error)
      on again.tenant_id = ended.tenant_id and again.due_id = one.due_id
  on conflict do nothing`;

// Until it is tried again it is in nobody's hand.
export const POSTPONE = `
  update deliveries set owner = null, next_attempt_at = now() + $3 * interval '1 ms', error = $4,
    faults = faults + case when $4::text is null then 0 else 1 end, dead_at = case when $5 then now() end
  where tenant_id = $1 and id = $2 and ${freeToWrite('tenant_id')}`;
