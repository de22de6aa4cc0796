import type { TestBackend } from '../../../packages/backend/src/test-support/backend.ts';

/** What may be written although somebody is refused. */
type Exemption = {
  readonly table: string;
  readonly because: string;
  /** Which change of the table it is; the row as JSON, before and after: `was`, `is`, and `tg_op`. */
  readonly when: string;
};

export const EXEMPTIONS: readonly Exemption[] = [
  {
    table: 'audit_log',
    because: 'that somebody was refused is written down, and never that something was done',
    when: `tg_op = 'INSERT' and is_now ->> 'outcome' <> 'done'`,
  },
  {
    table: 'audit_unsealed',
    because: 'such a line waits to be sealed',
    when: `tg_op = 'INSERT' and (select outcome <> 'done' from public.audit_log
      where tenant_id = (is_now ->> 'tenant_id')::uuid and id = (is_now ->> 'id')::bigint)`,
  },
  {
    table: 'assistant_keys',
    because: 'who came with a key was here, whatever they were answered',
    when: `tg_op = 'UPDATE' and is_now - 'last_used_at' = was - 'last_used_at'`,
  },
];

const CASES = EXEMPTIONS.map(({ table, when }) => `when '${table}' then ${when}`).join('\n        ');

/** Rows leave a line when their transaction is committed, and none when it is not. */
const WATCH = `
  create table fuzz_changes (name text not null);
  grant insert on fuzz_changes to public;
  create function note_change() returns trigger language plpgsql security definer as $$
    declare
      was jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
      is_now jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
      is_exempt boolean := false;
    begin
      is_exempt := (case tg_table_name
        ${CASES}
        else false end);
      if is_exempt then return null; end if;
      insert into public.fuzz_changes values (tg_table_name);
      return null;
    end $$;
  do $$ declare one record; begin
    for one in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname !~ '^fuzz' loop
      execute format('create trigger fuzz_watch after insert or update or delete on %I for each row execute function note_change()', one.relname);
    end loop;
  end $$`;

/** From now on, tells the tables in which something was changed for good since the last time this was asked. */
export const watchTables = async (rows: TestBackend['rows']): Promise<() => Promise<string[]>> => {
  await rows(WATCH);
  return async () => {
    const found = await rows<{ name: string }>('delete from fuzz_changes returning name');
    return [...new Set(found.map(({ name }) => name))].sort();
  };
};
