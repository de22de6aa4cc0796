import pg from 'pg';
import { LOCK_NUMBERS } from '../../../packages/backend/src/db/lock-numbers.ts';
import { atEnd, type Place } from '../../e2e/support/at-end.ts';
import { as, type Cell, countRows, leftovers, openBusiness } from './cells.ts';
import { CASES, type Case } from './losses.ts';
import { startSpoiler } from './spoiler.ts';
import { tryMove, wayOf } from './try-move.ts';

type Cells = { readonly first: Cell; readonly second: Cell };

type Check = {
  readonly check: (what: string, found: unknown, expected: unknown) => void;
  readonly checkText: (what: string, found: string | null, expected: RegExp) => void;
};

/** How many rows it has at both places. */
const countBoth = ({ first, second }: Cells, tenant_id: string): Promise<number[]> =>
  Promise.all([first, second].map(({ server }) => countRows(server, tenant_id)));

const thereOf = (rows: number, at: Case['at']): number[] => [at === 'second' ? 0 : rows, at === 'first' ? 0 : rows];

const addressOf = ({ server }: Cell) => ({ host: '127.0.0.1', port: Number(new URL(server.url).port) });

type Spoiled = { readonly cells: Cells; readonly one: Case; readonly slug: string };

const loseOne = async (t: Place, { cells, one, slug }: Spoiled, { check, checkText }: Check): Promise<void> => {
  const tenant_id = await openBusiness(cells.first, slug);
  const before = await countRows(cells.first.server, tenant_id);
  const first = await startSpoiler(t, addressOf(cells.first), one.first ?? null);
  const second = await startSpoiler(t, addressOf(cells.second), one.second ?? null);
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
  const tenant_id = await openBusiness(cells.first, 'twice');
  const before = await countRows(cells.first.server, tenant_id);
  const way = wayOf(cells.first, cells.second);
  const said = await Promise.all([tryMove('twice', way), tryMove('twice', way)]);
  const refused = said.filter((one) => one !== null);
  checks.check('of two moves at once', refused, ['it is being moved already, by somebody else']);
  checks.check('two moves at once: rows', await countBoth(cells, tenant_id), thereOf(before, 'second'));
};

/** Whoever does not let go: the move gives up, and does not keep everybody else waiting. */
const waitInVain = async (t: Place, cells: Cells, { check, checkText }: Check): Promise<void> => {
  const tenant_id = await openBusiness(cells.first, 'held');
  await as(cells.first, 'held')('clients.create', { name: 'Whose line in the log waits for its seal' });
  const before = await countRows(cells.first.server, tenant_id);
  const way = wayOf(cells.first, cells.second);
  const holder = new pg.Client(cells.first.server.connection);
  await holder.connect();
  atEnd(t, () => holder.end());
  for (const held of [
    `select pg_advisory_xact_lock_shared(hashtextextended($1, 93))`,
    // Not a row: a transaction that has a number would hold up the copying, which waits for such.
    'lock table audit_unsealed in exclusive mode',
    `select pg_advisory_xact_lock(${LOCK_NUMBERS.seals}) where $1::uuid is not null`,
    // A worker that does not end what it does for all.
    `select pg_advisory_xact_lock_shared(${LOCK_NUMBERS.workers}) where $1::uuid is not null`,
  ]) {
    await holder.query('begin');
    await holder.query(held.replace('$1', `'${tenant_id}'`));
    checkText(
      `${held}: what is said`,
      await tryMove('held', way, { stop_ms: 1_500 }),
      /its stop took longer than 1500 ms/,
    );
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
