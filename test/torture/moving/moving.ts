import { execFile } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { inspect, isDeepStrictEqual, promisify } from 'node:util';
import { toAccounts } from '../../../apps/server/src/telegram/accounts.ts';
import { atEnd, type Place, until } from '../../e2e/support/at-end.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { as, BOT, countRows, keepWriting, leftovers, missing, openCells } from './cells.ts';
import { spoil } from './faults.ts';
import { startFiring } from './firing.ts';
import { tryMove, wayOf } from './try-move.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../../scripts/move-tenant.ts');

/** What is found is compared with what has to be. */
const createCheck = () => {
  const wrong: string[] = [];
  const check = (what: string, found: unknown, expected: unknown) => {
    if (!isDeepStrictEqual(found, expected)) wrong.push(`${what}: ${inspect(found)} instead of ${inspect(expected)}`);
  };
  const checkText = (what: string, found: string | null, expected: RegExp) => {
    if (found === null || !expected.test(found)) wrong.push(`${what}: ${found}`);
  };
  return { wrong, check, checkText };
};

type Cells = Awaited<ReturnType<typeof openCells>>;
type Check = ReturnType<typeof createCheck>;

/** Moves that cannot be, or that end on their way: everything is as it was. */
const refuse = async ({ first, second, tenant_id }: Cells, { check, checkText }: Check): Promise<void> => {
  checkText('an unknown business', await tryMove('nobody', wayOf(first, second)), /no business nobody/);
  checkText('a server without a logical log', await tryMove('third', wayOf(second, first)), /wal_level = logical/);
  checkText(
    'a business that is there',
    await tryMove('demo', wayOf(first, first)),
    /has rows of this business already/,
  );
  const before = await countRows(first.server, tenant_id);
  checkText(
    'copying that takes too long',
    await tryMove('demo', wayOf(first, second), { copy_ms: -1 }),
    /not copied in time/,
  );
  checkText('a stop that takes too long', await tryMove('demo', wayOf(first, second), { stop_ms: -1 }), /longer than/);
  check('rows at the first place after moves that failed', await countRows(first.server, tenant_id), before);
  check('rows at the second place', await countRows(second.server, tenant_id), 0);
  for (const { server } of [first, second]) check('what failed moves leave behind', await leftovers(server), []);
  const made = await as(first, 'demo')('clients.create', { name: 'Still here' });
  check('writing after it', typeof made.id, 'string');
};

/** Both businesses of the first server are written to all the time, and reminders fire; one of them moves. */
const move = async (t: Place, { first, second, tenant_id }: Cells, { check }: Check) => {
  const [ours, neighbours] = [keepWriting(as(first, 'demo')), keepWriting(as(first, 'neighbour'))];
  const stop = () => Promise.all([ours.stop(), neighbours.stop()]);
  atEnd(t, stop);
  const firing = await startFiring(t, { first, second }, tenant_id);
  await until('all are at work', () => Math.min(ours.ids.length, neighbours.ids.length, firing.handed.size) > 20);
  const env = { PATH: process.env['PATH'], FROM_URL: first.server.url, TO_URL: second.server.url };
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, 'demo'], { env });
  const [, seconds] =
    /^demo was moved; nobody could write to it for ([\d.]+) s\. Its bots: 7900001\.$/m.exec(stdout) ?? [];
  check('what the program says', seconds === undefined ? stdout : 'moved', 'moved');
  const after = neighbours.ids.length;
  await until('the neighbour goes on', () => neighbours.ids.length > after + 20);
  await stop();
  const reminders = await firing.planned;
  await until('all reminders have fired', () => firing.handed.size === reminders, 60_000);
  const { at } = firing;
  check('whether reminders fired at both places', [at.first > 0, at.second > 0], [true, true]);
  check('how often each was handed over', [...new Set(firing.handed.values())], [1]);
  check('what went wrong with firing', firing.errors, []);
  check('acknowledged, and not at the new place', await missing(second.server, ours.ids), []);
  // Stopped for a moment, and then not there any more.
  check('how writers were refused', [...new Set(ours.refused)].sort(), ['not_found', 'unavailable']);
  check('how the neighbour was refused', neighbours.refused, []);
  check('of the neighbour, and lost', await missing(first.server, neighbours.ids), []);
  check('rows left behind', await countRows(first.server, tenant_id), 0);
  const moved = await second.server.rows<{ slug: string }>('select slug from tenants order by slug');
  check(
    'businesses at the new place',
    moved.map(({ slug }) => slug),
    ['demo', 'third'],
  );
  for (const { server } of [first, second]) check('what is left of the move', await leftovers(server), []);
  return {
    stopped_ms: Number(seconds) * 1000,
    rows: await countRows(second.server, tenant_id),
    written: ours.ids.length,
  };
};

/** Its bot, its timetable and its log go on at the new place. */
const goOn = async ({ first, second, tenant_id }: Cells, { check }: Check): Promise<void> => {
  const { operator, secrets, auditor } = second.core;
  const [account] = toAccounts(await operator.listBots(), secrets, '');
  check('the token of its bot', account?.token, BOT.token);
  check('bots at the old place', await first.core.operator.listBots(), []);
  const waiting = await second.server.rows(`select from due where tenant_id = '${tenant_id}'`);
  check('whether something is to happen later', waiting.length > 0, true);
  const made = await as(second, 'demo')('clients.create', { name: 'The first at the new place' });
  check('writing at the new place', typeof made.id, 'string');
  while ((await auditor.seal()) > 0);
  check('what is wrong with its log', (await auditor.verify(tenant_id)).complaints, []);
};

/** A business moves while it and its neighbour are at work; then everything that can be lost on the way is lost. */
export const moving: Torture = async (t): Promise<Findings> => {
  const check = createCheck();
  const cells = await openCells(t);
  await refuse(cells, check);
  const figures = await move(t, cells, check);
  await goOn(cells, check);
  await spoil(t, cells, check);
  return {
    what: 'a business is moved to another server while it and its neighbour are at work',
    figures,
    wrong: check.wrong,
  };
};
