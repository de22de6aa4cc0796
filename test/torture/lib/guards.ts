/**
 * Makes the locks of one kind (the seed of their hash) locks of nobody: in this database alone a function of ours
 * stands before PostgreSQL's, and gives another number every time.
 */
const unlock = (seed: number) => `
  create function public.hashtextextended(what text, kind bigint) returns bigint language sql volatile as $$
    select case when kind = ${seed} then (random() * 9e18)::bigint else pg_catalog.hashtextextended(what, kind) end $$;
  do $$ begin execute format('alter database %I set search_path = public, pg_catalog', current_database()); end $$`;

/** What guards a promise, and how it is taken away in a database of its own. */
export const GUARDS = {
  overlap: {
    guard: 'the exclusion constraint and the lock of a specialist',
    remove: `alter table reservations drop constraint reservations_no_overlap; ${unlock(1)}`,
  },
  key: { guard: 'the lock of an idempotency key', remove: unlock(0) },
  limit: { guard: 'the lock of a client', remove: unlock(2) },
} as const;
