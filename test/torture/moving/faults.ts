import { setTimeout as pause } from 'node:timers/promises';
import { moveTenant } from '@okno/backend';
import pg from 'pg';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { as, type Cell, countRows, leftovers } from './cells.ts';
import { type Loss, startSpoiler } from './spoiler.ts';

type Cells = { readonly first: Cell; readonly second: Cell };

/** Where a business is after what happened to its move: whole there, and nothing of it elsewhere, unless it says `both`. */
type Case = {
  readonly what: string;
  readonly at: 'first' | 'second' | 'both';
  readonly first?: Loss;
  readonly second?: Loss;
  /** What the mover says; null: that it is moved. */
  readonly says: RegExp | null;
  readonly leaves?: true;
  /** Shown each time, and not in the long run only. */
};

const COMMIT = 'commit\0';
const answer = (words: string, away = false): Loss => ({ words, lost: 'answer', away });
const question = (words: string): Loss => ({ words, lost: 'question', away: false });

const CASES: readonly Case[] = [
  { what: 'the first answer is lost, both committed', at: 'second', first: answer(COMMIT), says: null },
  { what: 'nobody can be told at the second', at: 'second', second: answer('pg_notify'), says: null },
  { what: 'nobody can be told at the first', at: 'second', first: question('unlock'), says: null },
  { what: 'the first never hears of it', at: 'first', first: question(COMMIT), says: /terminated/ },
  { what: 'the second answer is lost', at: 'second', second: answer(COMMIT), says: null },
  { what: 'the second never hears of it', at: 'first', second: question(COMMIT), says: /terminated/ },
  {
    what: 'the second answer is lost, and it is away',
    at: 'both',
    second: answer(COMMIT, true),
    leaves: true,
    says: /the second server did not say .* cannot be asked .* Ask both servers/,
  },
  {
    what: 'the first answer is lost, and it is away',
    at: 'second',
    first: answer(COMMIT, true),
    says: /the first server did not say .* cannot be asked .* Ask both servers/,
  },
  {
    what: 'both are lost one after the other',
    at: 'both',
    first: question(COMMIT),
    second: answer(COMMIT),
    says: /the second server has it as well, and may have served it/,
  },
];

type Way = { readonly from: string; readonly to: string; readonly seen: string };

const tryMove = (slug: string, way: Way, stop_ms = 60_000): Promise<string | null> =>
  moveTenant({
    from: { connection_string: way.from },
    to: { connection_string: way.to },
    seen: way.seen,
    slug,
    stop_ms,
    copy_ms: 60_000,
    asked_ms: 1_000,
    pause,
    ticks: () => performance.now(),
    tell: () => {},
  }).then(
    () => null,
    ({ message }: Error) => message,
  );

const wayOf = ({ first, second }: Cells): Way => ({
  from: first.server.url,
  to: second.server.url,
  seen: first.server.url,
});

type Check = {
  readonly check: (what: string, found: unknown, expected: unknown) => void;
  readonly checkText: (what: string, found: string | null, expected: RegExp) => void;
};

const openBusiness = ({ first }: Cells, slug: string): Promise<string> =>
  first.core.operator.createTenant({ slug, name: slug, time_zone: 'UTC', language: 'en', currency: 'EUR' });

/** How many rows it has at both places. */
const countBoth = ({ first, second }: Cells, tenant_id: string): Promise<number[]> =>
  Promise.all([first, second].map(({ server }) => countRows(server, tenant_id)));

const thereOf = (rows: number, at: Case['at']): number[] => [at === 'second' ? 0 : rows, at === 'first' ? 0 : rows];

const portOf = ({ server }: Cell): number => Number(new URL(server.url).port);

type Spoiled = { readonly cells: Cells; readonly one: Case; readonly slug: string };

const loseOne = async (t: Place, { cells, one, slug }: Spoiled, { check, checkText }: Check): Promise<void> => {
  const tenant_id = await openBusiness(cells, slug);
  const before = await countRows(cells.first.server, tenant_id);
  const first = await startSpoiler(t, portOf(cells.first), one.first ?? null);
  const second = await startSpoiler(t, portOf(cells.second), one.second ?? null);
  const said = await tryMove(slug, { from: first.url, to: second.url, seen: cells.first.server.url });
  check(`${one.what}: is lost`, [first.hasLost(), second.hasLost()], ['first' in one, 'second' in one]);
  if (one.says === null) check(`${one.what}: what is said`, said, null);
  else checkText(`${one.what}: what is said`, said, one.says);
  check(`${one.what}: rows at both places`, await countBoth(cells, tenant_id), thereOf(before, one.at));
  const left = [...(await leftovers(cells.first.server)), ...(await leftovers(cells.second.server))];
  // The publication of a move that may have to be finished by hand is named, and stays.
  const expected = one.leaves ? [`okno_move_${tenant_id.replaceAll('-', '')}`] : [];
  check(
    `${one.what}: is left`,
    left.filter((name) => name.includes(tenant_id.replaceAll('-', ''))),
    expected,
  );
};

/** Two who move the same business at once: one does. */
const moveTwice = async (cells: Cells, checks: Check): Promise<void> => {
  const tenant_id = await openBusiness(cells, 'twice');
  const before = await countRows(cells.first.server, tenant_id);
  const said = await Promise.all([tryMove('twice', wayOf(cells)), tryMove('twice', wayOf(cells))]);
  const refused = said.filter((one) => one !== null);
  checks.check('of two moves at once', refused, ['it is being moved already, by somebody else']);
  checks.check('two moves at once: rows', await countBoth(cells, tenant_id), thereOf(before, 'second'));
};

/** Whoever does not let go: the move gives up, and does not keep everybody else waiting. */
const waitInVain = async (t: Place, cells: Cells, { check, checkText }: Check): Promise<void> => {
  const tenant_id = await openBusiness(cells, 'held');
  await as(cells.first, 'held')('clients.create', { name: 'Whose line in the log waits for its seal' });
  const before = await countRows(cells.first.server, tenant_id);
  const holder = new pg.Client(cells.first.server.connection);
  await holder.connect();
  atEnd(t, () => holder.end());
  for (const held of [
    `select pg_advisory_xact_lock_shared(hashtextextended($1, 93))`,
    // Not a row: a transaction that has a number would hold up the copying, which waits for such.
    'lock table audit_unsealed in exclusive mode',
    'select pg_advisory_xact_lock(7042003) where $1::uuid is not null',
  ]) {
    await holder.query('begin');
    await holder.query(held.replace('$1', `'${tenant_id}'`));
    checkText(`${held}: what is said`, await tryMove('held', wayOf(cells), 1_500), /its stop took longer than 1500 ms/);
    await holder.query('rollback');
    check(`${held}: rows left`, await countRows(cells.first.server, tenant_id), before);
    check(`${held}: rows at the second`, await countRows(cells.second.server, tenant_id), 0);
  }
};

export const spoil = async (t: Place, cells: Cells, checks: Check): Promise<void> => {
  // Workers that copy are started at once, where nobody writes: beside writers they would get in each other's way.
  const { rows } = cells.second.server;
  await rows("alter system set wal_retrieve_retry_interval = '10ms'");
  await rows('select pg_reload_conf()');
  await moveTwice(cells, checks);
  for (const [index, one] of CASES.entries()) await loseOne(t, { cells, one, slug: `spoiled-${index}` }, checks);
  await waitInVain(t, cells, checks);
};
