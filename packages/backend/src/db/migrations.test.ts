import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMigrations } from './migrate.ts';

/** What the version before still asks for while the new one comes up, and what would make it fail. */
const TAKES_AWAY: Readonly<Record<string, RegExp>> = {
  'a table or column is dropped': /\bdrop\s+(table|column|view|schema|type)\b/i,
  'a function is dropped': /\bdrop\s+(function|procedure)\b/i,
  'something gets another name': /\brename\s+(to|column)\b/i,
  'a column gets another type': /\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b/i,
  'a column must be filled from now on': /\bset\s+not\s+null\b/i,
  'a column without a default must be filled':
    /\badd\s+column\s+\w+\s+\S+\s+not\s+null\b(?![^,;]*\b(default|generated)\b)/i,
  'a right is taken away': /\brevoke\s+(?!execute\b)[^;]*\bfrom\s+okno_\w+/i,
};

/** Told apart from the others by a person, who saw that the version before goes on. */
const SEEN: Readonly<Record<string, readonly string[]>> = {
  // The name goes to the whole, of which the table becomes a part; `due-weeks.test.ts` runs the claim of before on it.
  '31 due_weeks': ['something gets another name', 'a right is taken away'],
  // Nobody has ever used it: rows of the timetable were written and deleted before as well (`test/torture/update`).
  '88 handfuls': ['a right is taken away'],
};

/** The statements themselves: what stands in functions and comments is not run by the migration. */
const statementsOf = (text: string): string => text.replace(/--.*$/gm, '').replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");

const findingsOf = (text: string): string[] =>
  Object.entries(TAKES_AWAY).flatMap(([what, pattern]) => {
    const added = statementsOf(text).replace(/'[^']*'/g, "''");
    // `default … not null` and `not null default …` are the same.
    return added.split(';').some((statement) => pattern.test(statement.replace(/default\s+\S+\s+not\s+null/gi, '')))
      ? [what]
      : [];
  });

test('no migration takes away or asks for what the version before needs or leaves out', async () => {
  const migrations = await readMigrations();
  assert.ok(migrations.length > 30, 'all of them were read');
  const found = migrations.flatMap(({ version, name, text }) => {
    const key = `${version} ${name}`;
    const left = findingsOf(text).filter((what) => !SEEN[key]?.includes(what));
    return left.map((what) => `${key}: ${what}`);
  });
  assert.deepEqual(found, []);
});

for (const [statement, what] of [
  ['alter table services drop column price_minor', 'a table or column is dropped'],
  ['alter table services rename column name to title', 'something gets another name'],
  ['alter table services alter column name type varchar(20)', 'a column gets another type'],
  ['alter table services alter name set not null', 'a column must be filled from now on'],
  ['alter table services add column colour text not null', 'a column without a default must be filled'],
  ['drop function keep_due_weeks(integer)', 'a function is dropped'],
  ['revoke update on services from okno_app', 'a right is taken away'],
] as const)
  test(`control: it is found that ${what}`, () => {
    assert.deepEqual(findingsOf(`-- nothing\n${statement};`), [what]);
  });

test('control: what only adds is let through', () => {
  assert.deepEqual(
    findingsOf(`alter table services add column colour text not null default 'blue', add column size integer;
      create function f() returns void language sql as $$ drop table services $$;
      create table notes (tenant_id uuid not null, id uuid not null);
      revoke execute on function f from public;`),
    [],
  );
});
