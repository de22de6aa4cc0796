import { countBots, inspectTimetable, listProcesses } from '@okno/backend';
import { listBackups } from '../backup/keep.ts';
import { backupFolder } from '../backup/make.ts';
import { readState } from '../backup/state.ts';
import { type Config, readConfig } from '../config.ts';
import { explain } from '../database.ts';
import { createLog } from '../log.ts';
import { OperatorError } from '../problem.ts';
import { type NamedProcess, readProcessName } from '../process-name.ts';
import { reachDatabase } from '../reach.ts';
import { VERSION } from '../version.ts';

type Running = NamedProcess & { readonly since: string; readonly connections: number };

type Status = {
  /** Of this program, which asks. */
  readonly version: string;
  readonly processes: readonly Running[];
  readonly timetable: { readonly lag_ms: number; readonly due: number; readonly open: number; readonly dead: number };
  readonly bots: number;
  readonly backups: {
    readonly files: number;
    readonly checked_at: string | null;
    readonly copied_at: string | null;
    readonly failing: string | null;
  };
};

/** `okno status`: what runs, by the connections of its database. A bot on another server has none, and is not listed. */
export const status = async ({ json }: { json?: boolean }): Promise<void> => {
  const now = await look(readConfig());
  process.stdout.write(json === true ? `${JSON.stringify(now, null, 2)}\n` : describe(now));
};

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

const look = async (config: Config): Promise<Status> => {
  const database = await reachDatabase(config, createLog('silent'));
  try {
    const { connection } = database;
    const [connected, timetable, bots] = await Promise.all([
      listProcesses(connection),
      inspectTimetable(connection),
      countBots(connection),
    ]).catch((error: unknown) => {
      // A database without our schema has no such tables and roles.
      const strange = ['42P01', '42704', '22023', '42883'].includes((error as { code?: string }).code ?? '');
      throw strange ? new OperatorError('There is nothing in this database yet: start Okno once.') : explain(error);
    });
    const processes = connected.flatMap(({ name, since, connections }) => {
      const known = readProcessName(name);
      return known === undefined ? [] : [{ ...known, since: new Date(since).toISOString(), connections }];
    });
    const { lag_ms, due, open, dead } = timetable;
    return {
      version: VERSION,
      processes,
      timetable: { lag_ms, due, open, dead },
      bots,
      backups: await lookAtFiles(config),
    };
  } finally {
    await database.stop();
  }
};

const lookAtFiles = async (config: Config): Promise<Status['backups']> => {
  const folder = backupFolder(config);
  const { checked, copied, failing } = await readState(folder);
  const files = (await listBackups(folder)).length;
  return { files, checked_at: iso(checked?.made_at), copied_at: iso(copied?.at), failing: failing?.reason ?? null };
};

const describe = ({ version, processes, timetable, bots, backups }: Status): string => {
  const running = processes.map(
    ({ roles, host, pid, since, version: of, connections }) =>
      `  ${roles} on ${host} (${pid}): version ${of}, since ${since}, ${count(connections, 'connection')}\n`,
  );
  const seconds = (timetable.lag_ms / 1000).toFixed(1);
  return [
    `Okno ${version}\n`,
    running.length === 0 ? 'Nothing runs on this database.\n' : `Running:\n${running.join('')}`,
    `Timetable: late by ${seconds} s, ${timetable.due} due, ${timetable.open} being done, ${timetable.dead} given up\n`,
    `Bots: ${bots}\n`,
    `Backups: ${describeBackups(backups)}\n`,
    ...(backups.failing === null ? [] : [`Backups fail: ${backups.failing}\n`]),
  ].join('');
};

/** One that was brought back by hand counts as well, when it lies among the daily ones. */
const describeBackups = ({ files, checked_at, copied_at }: Status['backups']): string =>
  [
    files === 0 ? 'none' : count(files, 'file'),
    ...(files > 0 && checked_at === null ? ['none of them has been checked yet'] : []),
    ...(checked_at === null ? [] : [`the last sound one is of ${checked_at}`]),
    ...(copied_at === null ? [] : [`copied ${copied_at}`]),
  ].join(', ');

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
